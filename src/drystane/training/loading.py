"""Writing courses into the database. A pack read twice changes nothing."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from drystane.strategy.loading import Load, Tally, doubled, unknown
from drystane.strategy.packs import read_pack
from drystane.training.models import Course, CourseVersion
from drystane.training.packs import COURSES, CourseEntry, CoursePack, VersionEntry


def own_packs() -> list[Path]:
    return sorted(COURSES.glob("*.yaml"))


def load_courses(path: Path) -> Tally:
    """Raises BadPack, and then nothing is written."""
    return put_all(read_pack(path, CoursePack), path)


def put_courses(body: Mapping[str, Any], path: Path) -> Tally:
    """Courses that stand in a file with other things."""
    return put_all(CoursePack.model_validate(body), path)


@transaction.atomic
def put_all(pack: CoursePack, path: Path) -> Tally:
    load = Load(path)
    load.refuse(faults(pack, load))
    courses = {entry.code: put_course(entry, load) for entry in pack.courses}
    courses |= {course.code: course for course in Course.objects.exclude(code__in=courses)}
    for entry in pack.courses:
        versions: dict[str, CourseVersion] = {}
        for asked in entry.versions:  # what is replaced stands before what replaces it
            versions[asked.name] = put_version(courses[entry.code], asked, versions, load)
            wanted = [courses[code] for code in asked.counts_as]
            if set(versions[asked.name].counts_as.all()) != set(wanted):
                versions[asked.name].counts_as.set(wanted)
    return load.tally


def put_course(entry: CourseEntry, load: Load) -> Course:
    course: Course = load.put(
        Course,
        f"course {entry.code}",
        {"code": entry.code},
        title=entry.title,
        about=entry.about,
        topics=list(entry.topics),
        **load.cite(entry.cite),
    )
    return course


def put_version(
    course: Course, asked: VersionEntry, before: dict[str, CourseVersion], load: Load
) -> CourseVersion:
    version: CourseVersion = load.put(
        CourseVersion,
        f"course {course.code}, version {asked.name}",
        {"course": course, "name": asked.name},
        **asked.model_dump(exclude={"name", "replaces", "counts_as", "cite"}),
        replaces=before.get(asked.replaces or ""),
        **load.cite(asked.cite),
    )
    return version


def faults(pack: CoursePack, load: Load) -> Iterator[str]:
    codes = [entry.code for entry in pack.courses]
    known = {*codes, *Course.objects.values_list("code", flat=True)}
    yield from doubled("courses", codes)
    for entry in pack.courses:
        what = f"course {entry.code}"
        yield from load.faults_of_cite(entry.cite, what)
        yield from doubled(what, [version.name for version in entry.versions], what="version")
        earlier: set[str] = set()
        for version in entry.versions:
            where = f"{what}, version {version.name}"
            yield from load.faults_of_cite(version.cite, where)
            if version.replaces is not None:
                yield from unknown("earlier version", version.replaces, earlier, where)
            for code in version.counts_as:
                yield from unknown("course", code, known, where)
            if version.retired_on and version.available_from and version.retired_on <= version.available_from:
                yield f"{where}: it is retired before it is given. Put the days right."
            earlier.add(version.name)
