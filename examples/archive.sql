-- Questions to the rows of a batch, for DuckDB. Name your own first, a path or a glob, here or in S3:
--   duckdb -cmd "SET VARIABLE rows = 'out/part-*.parquet'" -f examples/archive.sql

-- How did it go?
SELECT status, error_code, count(*) AS documents
FROM read_parquet(getvariable('rows')) GROUP BY ALL ORDER BY documents DESC, status, error_code;

-- How are the scores spread?
SELECT role, count(*) AS audited, round(median(score_full), 1) AS median,
       round(quantile_cont(score_full, 0.9), 1) AS best_tenth, round(avg(score_full - score_worst), 1) AS lost_to_weak_parsers
FROM read_parquet(getvariable('rows')) WHERE score_full IS NOT NULL GROUP BY role;

-- Which core requirements are shown least?
SELECT one.id, count(*) FILTER (one.evidence <> 'absent') AS shown, count(*) AS asked
FROM (SELECT unnest(requirements) AS one FROM read_parquet(getvariable('rows')))
WHERE one.weight = 'core' GROUP BY one.id ORDER BY shown, one.id LIMIT 10;

-- Which competencies stand in most documents?
SELECT competency, count(*) AS documents
FROM (SELECT unnest(competencies) AS competency FROM read_parquet(getvariable('rows')))
GROUP BY competency ORDER BY documents DESC, competency LIMIT 10;

-- Who is close: at least half of the points, and one core requirement away?
SELECT doc_id, score_full, missing
FROM (SELECT doc_id, score_full,
             list_filter(requirements, lambda x: x.weight = 'core' AND x.evidence = 'absent') AS gaps,
             list_transform(gaps, lambda x: x.id) AS missing
      FROM read_parquet(getvariable('rows')))
WHERE score_full >= 50 AND len(missing) = 1 ORDER BY score_full DESC, doc_id;

-- What costs time?
SELECT media_type, count(*) AS documents, round(avg(read_ms), 1) AS read_ms, round(avg(audit_ms), 1) AS audit_ms
FROM read_parquet(getvariable('rows')) WHERE read_ms IS NOT NULL GROUP BY media_type ORDER BY media_type;
