"""Every word that the engine says of its own accord, in one place, so that it can be translated.

`reports` has what the report on one résumé says around its findings, `listings` what is said of rankings, comparisons,
cohorts and roles, `layout` what findings about the file and its form say, and `judging` what the other findings, the
plan and the suggestion say. Names, phrases and deeds come from the lexicon, quotes from the résumé.
"""
