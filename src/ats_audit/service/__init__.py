"""The JSON interface and the web page, for whoever embeds audits in a service. Needs the extra `service`."""

from ats_audit.service._app import create_app
from ats_audit.service._keys import ApiKey, KeyFileError, make_key, parse_keys
from ats_audit.service._logs import Log
from ats_audit.service._routes import make_router
from ats_audit.service._service import Service
from ats_audit.service._settings import ServiceSettings

__all__ = [
    "ApiKey",
    "KeyFileError",
    "Log",
    "Service",
    "ServiceSettings",
    "create_app",
    "make_key",
    "make_router",
    "parse_keys",
]
