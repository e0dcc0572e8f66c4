from tests.support.small_web import web

__all__ = ["web"]
