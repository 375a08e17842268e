from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import EmbeddingModelError
from knowledge.library import Library
from knowledge.models.bundled import BUNDLED_MODEL, export_folder
from knowledge.models.embedding import SentenceEmbedder
from knowledge.models.openvino_runtime import BATCH, Precision
from knowledge.ports import Vectors
from tests.builders import source_file
from tests.knowledge.engine import Engine
from tests.knowledge.model_texts import ALL, SIMPLIFIED

pytestmark = pytest.mark.slow

RUNTIMES = ["openvino", "torch"]
"""By what the bundled model is read: its export, or where there is none sentence-transformers."""


@pytest.fixture(scope="module")
def without_export(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before")
    copy_of_model(models, folder / BUNDLED_MODEL)
    return folder


@pytest.fixture(scope="module", params=RUNTIMES)
def folder_of_models(request: pytest.FixtureRequest, models: Path, without_export: Path) -> Path:
    """The folder of models with an export, and without one."""
    return models if request.param == "openvino" else without_export


@pytest.fixture(scope="module")
def embedder(folder_of_models: Path) -> SentenceEmbedder:
    return SentenceEmbedder("bundled", models=folder_of_models)


def copy_of_model(models: Path, folder: Path) -> Path:
    """Copy the bundled folder without copying its bytes."""
    (folder / "1_Pooling").mkdir(parents=True)
    for file in filter(Path.is_file, (models / BUNDLED_MODEL).rglob("*")):
        (folder / file.relative_to(models / BUNDLED_MODEL)).hardlink_to(file)
    return folder


@pytest.mark.parametrize("precision", ["bf16", "fp32"])
def test_vectors_are_those_of_the_wheels_own_engine(
    precision: Precision, folder_of_models: Path, engine_vectors: Vectors
) -> None:
    """Cosine with the engine is at least 0.999 on Chinese, Traditional, mixed and long texts, in either precision."""
    ours = SentenceEmbedder("bundled", models=folder_of_models, precision=precision).embed_passages(ALL)
    assert np.sum(ours * engine_vectors, axis=1).min() >= 0.999


def test_questions_are_embedded_as_the_engine_embeds_questions(embedder: SentenceEmbedder, engine: Engine) -> None:
    """A question gets the prompt of a question; with that of a passage its vector is another."""
    question = SIMPLIFIED[0]
    vector = embedder.embed_query(question)
    assert vector @ engine.embed_query(question) >= 0.999
    assert vector @ embedder.embed_passages([question])[0] < 0.999


def test_vectors_are_float32_of_unit_length(embedder: SentenceEmbedder) -> None:
    """One row a text, even for an empty one, each of length one."""
    vectors = embedder.embed_passages(["党建", "", "业务" * 2000])
    assert vectors.shape == (3, 384)
    assert vectors.dtype.name == "float32"
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)


def test_no_texts_are_no_rows(embedder: SentenceEmbedder) -> None:
    """An empty list gives an empty array that still knows its width."""
    assert embedder.embed_passages([]).shape == (0, 384)


def test_rows_keep_the_order_of_the_texts(embedder: SentenceEmbedder) -> None:
    """Texts are sorted by length to be embedded, and put back; a row does not depend on its neighbours."""
    together = embedder.embed_passages(ALL)
    assert len(ALL) > 2 * BATCH
    for row, text in zip(together[:5], ALL[:5], strict=True):
        assert row @ embedder.embed_passages([text])[0] >= 0.9995


def test_one_embedder_serves_several_threads(folder_of_models: Path) -> None:
    """Threads that ask an unloaded embedder at once get the vectors that one alone would get."""
    shared = SentenceEmbedder("bundled", models=folder_of_models)
    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(shared.embed_query, SIMPLIFIED))
    for vector, text in zip(at_once, SIMPLIFIED, strict=True):
        assert vector @ shared.embed_query(text) >= 0.9999  # those that arrive together are padded to one length


def test_related_texts_are_nearer_than_unrelated_ones(embedder: SentenceEmbedder) -> None:
    """A question is nearer to the passage that answers it, in either script, than to another."""
    answers = ["支部与项目部合署办公，党员牵头攻关。", "支部與項目部合署辦公，黨員牽頭攻關。", "食堂周三供应饺子。"]
    simplified, traditional, canteen = embedder.embed_passages(answers) @ embedder.embed_query("支部怎样服务项目建设？")
    assert min(simplified, traditional) > canteen


def test_the_identity_is_known_without_loading_anything(models: Path) -> None:
    """Opening a catalog asks for the identity, and must not wait seconds for it."""
    code = (
        "import sys; from pathlib import Path; from knowledge.models.embedding import SentenceEmbedder\n"
        f"for name in ('bundled', {str(models / BUNDLED_MODEL)!r}, 'acme/small'):\n"
        f"    print(SentenceEmbedder(name, models=Path({str(models)!r})).identity)\n"
        "print({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    bundled, folder, hub, loaded = done.stdout.splitlines()
    assert (bundled, hub, loaded) == (BUNDLED_MODEL, "acme/small", "set()")
    assert folder.startswith("folder-")


def test_a_folder_is_known_by_its_content(models: Path, tmp_path: Path) -> None:
    """The same files elsewhere are the same model; one changed byte makes another."""
    moved = copy_of_model(models, tmp_path / "moved")
    changed = copy_of_model(models, tmp_path / "changed")
    (changed / "config_sentence_transformers.json").unlink()
    (changed / "config_sentence_transformers.json").write_text("{}", encoding="utf-8")
    here, there, other = (
        SentenceEmbedder(str(folder), models=tmp_path).identity for folder in (models / BUNDLED_MODEL, moved, changed)
    )
    assert here == there != other


def test_prompts_are_those_of_the_model(models: Path, tmp_path: Path) -> None:
    """A model that configures no prompts is given none, so that question and passage have one vector."""
    folder = copy_of_model(models, tmp_path / "plain")
    (folder / "config_sentence_transformers.json").unlink()
    plain = SentenceEmbedder(str(folder), models=tmp_path)
    assert np.array_equal(plain.embed_query("党建"), plain.embed_passages(["党建"])[0])


def test_a_passage_prompt_may_be_called_document(models: Path, tmp_path: Path) -> None:
    """Models name the prompt of a passage differently; an empty one of the library's own never wins."""
    folder = copy_of_model(models, tmp_path / "document")
    prompts = {"prompts": {"passage": "passage: "}}
    (folder / "config_sentence_transformers.json").unlink()
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts), encoding="utf-8")
    same = SentenceEmbedder(str(folder), models=tmp_path).embed_passages(["党建"])[0]
    assert same @ SentenceEmbedder("bundled", models=models).embed_passages(["党建"])[0] >= 0.9995


def test_without_the_bundled_model_the_sentence_names_make_setup(tmp_path: Path) -> None:
    """Its identity is known all the same, so that everything that needs no vectors works."""
    embedder = SentenceEmbedder("bundled", models=tmp_path)
    assert embedder.identity == BUNDLED_MODEL
    with pytest.raises(EmbeddingModelError, match="make setup"):
        embedder.embed_query("党建")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        pytest.param("{here}", "没有向量模型", id="folder_without_a_model"),
        pytest.param("{here}/nowhere", "找不到", id="folder_that_is_not_there"),
        pytest.param("acme/never-downloaded", "hf download", id="hub_name_not_downloaded"),
    ],
)
def test_a_setting_that_names_no_model_is_one_sentence(name: str, sentence: str, tmp_path: Path) -> None:
    """Each wrong setting is told apart, and nothing tries the network."""
    with pytest.raises(EmbeddingModelError, match=sentence):
        SentenceEmbedder(name.format(here=tmp_path), models=tmp_path).load()


@pytest.mark.parametrize("broken", ["model.safetensors", "config.json", "tokenizer.json"])
def test_a_broken_bundled_folder_says_to_build_it_again(broken: str, models: Path, tmp_path: Path) -> None:
    """Whichever file is damaged, the person reads one sentence instead of the library's words."""
    folder = copy_of_model(models, tmp_path / BUNDLED_MODEL)
    (folder / broken).unlink()
    (folder / broken).write_bytes(b"{ broken")
    with pytest.raises(EmbeddingModelError, match="make setup"):
        SentenceEmbedder("bundled", models=tmp_path).embed_query("党建")


def test_loading_writes_nothing_to_the_terminal(folder_of_models: Path) -> None:
    """No progress bar and no warning of the libraries stands between a question and its answer."""
    code = (
        "from pathlib import Path; from knowledge.models.embedding import SentenceEmbedder\n"
        f"SentenceEmbedder('bundled', models=Path({str(folder_of_models)!r})).embed_query('党建')"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("precision", ["bf16", "fp32"])
def test_vectors_of_both_runtimes_may_stand_in_one_index(
    precision: Precision, models: Path, without_export: Path
) -> None:
    """What was embedded before there was an export is not embedded again: one identity, and a cosine of .9999."""
    now = SentenceEmbedder("bundled", models=models, precision=precision)
    before = SentenceEmbedder("bundled", models=without_export, precision="fp32")
    texts = [*ALL, "", "  前后有空格  ", "a\n\nb\tc", "\u3000全角空格\u3000"]
    assert now.identity == before.identity
    assert np.sum(now.embed_passages(texts) * before.embed_passages(texts), axis=1).min() >= 0.9999
    for text in texts[-8:]:
        assert now.embed_query(text) @ before.embed_query(text) >= 0.9999


def test_an_index_of_the_other_runtime_is_not_embedded_again(
    models: Path, without_export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that torch filled opens with the export, answers, and takes the same words without reading them."""
    texts = ["支部与项目部合署办公，党员牵头攻关。", "食堂周三供应饺子。"]
    with Library.open_reader(tmp_path / "home", SentenceEmbedder("bundled", models=without_export)) as by_torch:
        by_torch.replace_file(*source_file("/a.txt", *texts))
    exported = SentenceEmbedder("bundled", models=models)
    monkeypatch.setattr(exported, "embed_passages", None)  # calling it is an error
    with Library.open_owner(tmp_path / "home", exported) as library:
        library.replace_file(*source_file("/b.txt", *texts))
        question = exported.embed_query("支部怎样服务项目建设？")
        found = library.search(question, limit=4, labels=frozenset({"public"}))
        held = library.catalog.hits_for([passage_id for passage_id, _ in found], frozenset({"public"}))
        assert next(iter(held.values()))[0].text == texts[0]
        assert len(found) == 4


def test_the_bundled_model_is_read_without_torch(models: Path) -> None:
    """Questions and passages alike; a model that somebody brought is read by sentence-transformers."""
    code = (
        "import sys; from pathlib import Path; from knowledge.models.embedding import SentenceEmbedder\n"
        "for name in sys.argv[2:]:\n"
        "    embedder = SentenceEmbedder(name, models=Path(sys.argv[1]))\n"
        "    embedder.embed_query('党建'); embedder.embed_passages(['党建', '业务' * 300])\n"
        "    print(sorted({'torch', 'transformers', 'sentence_transformers', 'openvino'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(models), "bundled", str(models / BUNDLED_MODEL)]
    bundled, brought = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert bundled == "['openvino']"
    assert "torch" in brought


def test_a_damaged_export_costs_time_and_nothing_else(models: Path, tmp_path: Path) -> None:
    """The model beside it is read by sentence-transformers, and nobody hears of it but through `doctor`."""
    copy_of_model(models, tmp_path / BUNDLED_MODEL)
    shutil.copytree(export_folder(models), export_folder(tmp_path))
    (export_folder(tmp_path) / "model.bin").write_bytes(b"cut short")
    damaged = SentenceEmbedder("bundled", models=tmp_path).embed_query("党建")
    assert damaged @ SentenceEmbedder("bundled", models=models).embed_query("党建") >= 0.9999
