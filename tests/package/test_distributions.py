"""What is built and installed: the wheel, the source distribution, and an editable checkout."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
EDITABLE = "from hatchling.build import build_editable; import sys; print(build_editable(sys.argv[1]))"


def python(*arguments, cwd=ROOT):
    """What the Python of the tests prints."""
    return subprocess.run([sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=True).stdout


def built(kind, source, folder):
    """The distribution of one kind that is made from a source tree."""
    python("-m", "hatchling", "build", "-t", kind, "-d", str(folder), cwd=source)
    (made,) = folder.iterdir()
    return made


def contents(wheel):
    """The files of a wheel with their bytes."""
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    """The source distribution of the checkout."""
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of the checkout."""
    return built("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def editable(tmp_path_factory):
    """The wheel that an editable installation installs: a pointer to the checkout."""
    folder = tmp_path_factory.mktemp("editable")
    return folder / python("-c", EDITABLE, str(folder)).split()[-1]


@pytest.fixture(scope="module")
def unpacked(sdist, tmp_path_factory):
    """The folder that the source distribution unpacks to."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    return root


@pytest.fixture(params=["wheel", "editable"])
def environment(request, tmp_path):
    """A fresh environment with the distribution; what it depends on is borrowed, so that no network is needed."""
    venv.create(tmp_path)
    interpreter = str(tmp_path / SCRIPTS / "python")
    distribution = str(request.getfixturevalue(request.param))
    python("-m", "pip", "--python", interpreter, "install", "-q", "--no-index", "--no-deps", distribution)
    own = subprocess.run(
        [interpreter, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    Path(own.stdout.strip(), "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return tmp_path


def kyselylint(environment, *arguments):
    """What the installed program prints, run in an empty folder."""
    program = environment / SCRIPTS / "kyselylint"
    folder = environment / "empty"
    folder.mkdir(exist_ok=True)
    return subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def sources(folder):
    """The files below a folder of the checkout, without what Python left there."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix() for path in files}


def pages():
    """The ids of the rules that the checkout has pages for."""
    return [path.relative_to(ROOT / "rules").with_suffix("").as_posix() for path in (ROOT / "rules").glob("*/*.md")]


def test_wheel_holds_the_package_and_the_pages(wheel):
    """The wheel has every module, the typing marker and everything in rules/, and nothing else of the repository."""
    expected = sources(ROOT / "src") | {f"kyselylint/rules/{page}" for page in sources(ROOT / "rules")}
    actual = {name for name in contents(wheel) if ".dist-info/" not in name}

    assert expected == actual


def test_wheel_from_the_source_distribution(wheel, unpacked, tmp_path):
    """A wheel made from the source distribution is the wheel made from the checkout."""
    again = built("wheel", unpacked, tmp_path)

    assert contents(wheel) == contents(again)


def test_source_distribution_is_the_checkout(unpacked):
    """The source distribution has what the README's two commands need, and no installed packages."""
    for name in ("README.md", "LICENSE", "corpus/projects", "tests/package", "rules", "action/run.sh"):
        assert (unpacked / name).exists(), name

    assert [] == list(unpacked.rglob("node_modules"))


def test_metadata(wheel):
    """The licence, the Python versions, the version and the console script are what users are told."""
    files = {name.rpartition("/")[2]: data.decode() for name, data in contents(wheel).items() if ".dist-info/" in name}
    metadata = Parser().parsestr(files["METADATA"])

    assert ("MIT", ">=3.11") == (metadata["License-Expression"], metadata["Requires-Python"])
    assert f'__version__ = "{metadata["Version"]}"' in (ROOT / "src" / "kyselylint" / "__init__.py").read_text()
    assert "kyselylint = kyselylint.cli.main:main" in files["entry_points.txt"]


def test_installed_program(environment):
    """Installed from the wheel or as an editable checkout, the program starts and finds all its pages."""
    listed = kyselylint(environment, "rules")

    assert kyselylint(environment, "--version").startswith("kyselylint")
    assert [] == [page for page in pages() if page not in listed]
