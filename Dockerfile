# The Discord bot. `docker compose up` builds and runs it; see docs/operating.md.

FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /src

# The dependencies first: a change of the code alone does not install them again.
COPY pyproject.toml constraints.txt ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
        > requirements.txt \
    && pip install -c constraints.txt -r requirements.txt

COPY LICENSE README.md ./
COPY data/starter data/starter
COPY data/encoder data/encoder
COPY bot bot
COPY prompts prompts
COPY retrieval retrieval
COPY training training
RUN pip install --no-deps .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --user-group --home-dir /data --no-create-home reelcall \
    && install --directory --owner reelcall --group reelcall --mode 0700 /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 REELCALL_HOME=/data
USER reelcall
WORKDIR /data
VOLUME /data
ENTRYPOINT ["reelcall"]
CMD ["discord"]
