"""Who is asking: found by session or key. Without either, where one is needed, there is nothing but the sign-in."""

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Receive, Scope, Send

from halley.studio.problems import problem_of
from halley.studio.security.door import Caller, Door, NotSignedIn, TooOften
from halley.studio.security.visitor import SAFE_METHODS, App, caller_of, is_api, refuse, visitor_of, with_caller
from halley.studio.wire.base import Problem

SESSION = "/api/v1/session"
KEY_HEADER = "X-Api-Key"
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 (the name of a header)
_CHALLENGE = f'ApiKey header="{KEY_HEADER}"'


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets nobody at the API who is not known. `cookie` is what the session's cookie is called."""

    app: App
    door: Door
    cookie: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_api(scope):
            await self.app(scope, receive, send)
            return
        try:
            caller = await self._caller(scope)
        except TooOften as problem:
            await refuse(problem_of(problem), scope, receive, send, Retry_After=str(problem.wait_s))
        except NotSignedIn as problem:
            await refuse(problem_of(problem), scope, receive, send, WWW_Authenticate=_CHALLENGE)
        else:
            await self.app(with_caller(scope, caller), receive, send)

    async def _caller(self, scope: Scope) -> Caller:
        headers = Headers(scope=scope)
        key = headers.get(KEY_HEADER)
        if key is not None:
            return await self.door.by_key(key, visitor_of(scope).address)
        caller = self.door.by_session(cookie_parser(headers.get("cookie", "")).get(self.cookie, ""))
        if not caller.is_open and scope["path"] != SESSION:
            raise NotSignedIn("Sign in first", hint=f"or send the API key as {KEY_HEADER}")
        return caller


@dataclass(frozen=True, slots=True)
class Tokens:
    """Refuses forged requests: what changes something bears the word of its session. A key cannot be forged."""

    app: App
    door: Door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS or not is_api(scope) or self._is_meant(scope):
            await self.app(scope, receive, send)
            return
        problem = Problem(
            title="The request does not bear the word of its session",
            status=403,
            hint=f"ask for `session`, and send its `csrf` as {TOKEN_HEADER} with its cookie; or send an API key",
            key="csrf",
        )
        await refuse(problem, scope, receive, send)

    def _is_meant(self, scope: Scope) -> bool:
        caller = caller_of(scope)
        token = Headers(scope=scope).get(TOKEN_HEADER, "")
        return caller.has_key or bool(caller.session and self.door.sessions.is_token(caller.session, token))
