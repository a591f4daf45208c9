# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
#
#   docker build --tag meedoen .
#   docker run --volume meedoen:/data --publish 127.0.0.1:8000:8000 \
#       --env MEEDOEN_SECRET_KEYS --env MEEDOEN_BASE_URL=https://doemee.example \
#       --env MEEDOEN_TRUSTED_PROXIES=172.17.0.1 meedoen
#
# The last names who asks for everybody else: the address from which the container sees the proxy in front.
# Commands go to the server in the container: docker exec CONTAINER meedoen organisation list
# A test carries these steps out without a container engine.

FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY server/meedoen server/meedoen
COPY widgets/meedoen_widgets widgets/meedoen_widgets
COPY embed-snippets embed-snippets
RUN python -m venv /opt/meedoen
RUN PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt /opt/meedoen/bin/pip install --no-cache-dir .
RUN /opt/meedoen/bin/pip uninstall --yes pip

FROM python:3.13-slim
COPY --from=build /opt/meedoen /opt/meedoen
RUN mkdir -p /data && chown 10001:10001 /data
ENV PATH=/opt/meedoen/bin:/usr/local/bin:/usr/bin:/bin PYTHONDONTWRITEBYTECODE=1
ENV MEEDOEN_DATA=/data MEEDOEN_HOST=0.0.0.0 MEEDOEN_PORT=8000
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"MEEDOEN_PORT\"]}/readyz')"]
CMD ["meedoen", "serve"]
