"""A plan of thousands of posters, each like no other, as the plan of a job."""

import io
from pathlib import Path

from PIL import Image, ImageDraw

from halley.changes.differences import Difference
from halley.changes.kinds import AddTags, UploadImage
from halley.files import DiskImages
from halley.plans import Identity, Origin, Plan, Source, Step, write_plan
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind

_SORTS = 24
_NAMES = ("Resolution 4K", "Resolution 1080", "Audience good", "Audience great", "Bar", "Running time", "Stereo")
_FIRST_KEY = 10_001


def put_many_posters(job: Path, count: int) -> Plan:
    """Write a plan that gives so many movies a poster and a label into the folder of a job."""
    images = DiskImages(job / "plan" / "images")
    drawn = [_poster(number) for number in range(_SORTS)]
    steps: list[Step] = []
    titles: dict[RatingKey, str] = {}
    for number in range(count):
        key = RatingKey(_FIRST_KEY + number)
        titles[key] = f"Film {number + 1:04} ({1950 + number % 70})"
        data = drawn[number % _SORTS] + number.to_bytes(4, "big")
        before, after = images.put(b"".join((data, b"-"))), images.put(b"".join((data, b"+")))
        names = [_NAMES[number % 2], _NAMES[2 + number % 2], *_NAMES[4:]]
        places = "; ".join(f"/config/overlays/movies.yml:{10 + _NAMES.index(name)}:3" for name in names)
        origin = Origin("; ".join(names), places, "POST /library/metadata/posters")
        told = (
            Difference("item", key, "posters", before.sha1, after.sha1),
            Difference("item", key, "locked thumb", None, True),
        )
        poster = UploadImage(key, ImageKind.POSTER, after)
        steps.append(Step(len(steps) + 1, poster, f"poster of {titles[key]}", told, "Movies", origin, "", before))
        label = AddTags(SectionId(1), ItemType.MOVIE, (key,), TagKind.LABEL, ("Overlay",))
        turn = (Difference("item", key, "label", (), ("Overlay",)),)
        steps.append(Step(len(steps) + 1, label, f"label of {titles[key]}", turn, "Movies", origin))
    source = Source("/config/config.yml", "ab" * 32, "native", "1")
    plan = Plan(Identity("b1946ac9", "Attic", "1.41.0"), source, "2026-01-01T00:00:00Z", ("Movies",), tuple(steps), titles)
    write_plan(plan, job / "plan")
    return plan


def _poster(number: int) -> bytes:
    """A poster as large as real ones."""
    picture = Image.radial_gradient("L").resize((1000, 1500)).convert("RGB")
    tint = Image.new("RGB", picture.size, (number * 37 % 200 + 30, number * 71 % 200 + 30, number * 113 % 200 + 30))
    picture = Image.blend(picture, tint, 0.6)
    ImageDraw.Draw(picture).text((500, 750), str(number), anchor="mm", font_size=400)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()
