FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /opt/ats-audit && /opt/ats-audit/bin/pip install --no-cache-dir ".[service]"

FROM python:3.13-slim
COPY --from=build /opt/ats-audit /opt/ats-audit
RUN useradd --system --no-create-home --uid 10001 ats
USER 10001
ENV PATH=/opt/ats-audit/bin:$PATH PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
ENTRYPOINT ["ats-audit"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
