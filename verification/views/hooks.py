"""Where providers of meetings send what happened; whoever has no signature is told nothing."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..choices import Platform
from ..meetings import zoom_hooks
from ..models import MeetingPlatform
from ..services.notices import keep_notice


@csrf_exempt
@require_POST
def take_zoom(request: HttpRequest, pk: int) -> HttpResponse:
    """Signature and age first, for the question of ownership too; then the message is kept. Always quick: no call out."""
    platform = MeetingPlatform.objects.filter(pk=pk, provider=Platform.ZOOM, is_active=True).first()
    at, body = timezone.now(), request.body
    genuine = platform is not None and zoom_hooks.is_genuine(
        platform.hook_secret,
        request.headers.get("x-zm-request-timestamp", ""),
        request.headers.get("x-zm-signature", ""),
        body,
        at=at,
    )
    if platform is None or not genuine:
        return HttpResponse(status=401)
    try:
        event = json.loads(body)
    except ValueError:
        return HttpResponse(status=400)
    if not isinstance(event, dict):
        return HttpResponse(status=400)
    if event.get("event") == zoom_hooks.VALIDATION:
        payload = event.get("payload")
        answer = zoom_hooks.answer_to(platform.hook_secret, payload if isinstance(payload, dict) else {})
        return JsonResponse(answer) if answer is not None else HttpResponse(status=400)
    told = zoom_hooks.read(event, at=at)
    if told is not None:
        keep_notice(platform, told, body=body, at=at)
    return HttpResponse(status=204)
