"""Tests of the judge: what it reads, what its heads compute, and what happens where it is missing or damaged."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from knowledge.models.adapter_files import ADAPTER, calibration_file, judge_folder, leaning_file, sides_file
from knowledge.models.bundled import BUNDLED_MODEL, models_folder
from knowledge.models.export_record import RECORD, ExportError
from knowledge.models.fast_tokenizer import FastTokenizer
from knowledge.models.judging import (
    HEADS,
    HIDDEN,
    INNER,
    LONGEST_INPUT,
    LONGEST_QUESTION,
    NEARNESS,
    AdaptedJudge,
    Calibration,
    Encoded,
    JudgeOfModels,
    _head,
    encode,
    head_shapes,
    read_adapter,
)
from knowledge.models.leaning import LEANING_SHAPES
from knowledge.models.numbers import Floats, gelu
from knowledge.models.side_finding import SIDE_SHAPES
from knowledge.ports import Window
from tests.fakes import OverlapJudge

QUESTION = "支部委员会由几个人组成？"
SENTENCES = ("支部委员会由3至5人组成，", "书记主持日常工作。", "A股公司设2个党小组；")


def window(sentences: Sequence[str], heading: str = "基层组织工作条例 第七条") -> Window:
    """Return sentences one behind the other, each a span."""
    ends = np.cumsum([len(each) for each in sentences]).tolist()
    return Window(heading, "".join(sentences), tuple(zip([0, *ends[:-1]], ends, strict=True)))


@pytest.fixture(scope="module")
def tokenizer() -> FastTokenizer:
    return FastTokenizer(models_folder() / BUNDLED_MODEL / "tokenizer.json", limit=LONGEST_INPUT)


def encoded(tokenizer: FastTokenizer, sentences: Sequence[str], question: str = QUESTION) -> Encoded:
    (one,) = encode(tokenizer, question, [window(sentences)])
    return one


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=10))
def test_spans_are_the_tokens_of_their_words(tokenizer: FastTokenizer, sentences: list[str]) -> None:
    """One behind the other, none empty and none lost: the last ends where the text does."""
    one = encoded(tokenizer, sentences)
    starts, ends = zip(*one.spans, strict=True)
    assert len(one.spans) == len(sentences)
    assert all(start < end for start, end in one.spans)
    assert list(starts[1:]) == list(ends[:-1])
    assert one.text[0] < starts[0] <= one.text[1] == ends[-1] == len(one.ids) - 1


def test_the_tokens_of_a_span_say_what_stands_there(tokenizer: FastTokenizer) -> None:
    """They are those of its words, but for the mark that a word begins with."""
    one = encoded(tokenizer, SENTENCES)
    read = tokenizer._tokenizer
    for sentence, (start, end) in zip(SENTENCES, one.spans, strict=True):
        assert read.decode(list(one.ids[start:end])).replace(" ", "") == sentence.replace("，", ",").replace("；", ";")
    asked = read.decode(list(one.ids[slice(*one.question)]))
    assert asked.replace(" ", "") == f"query:{QUESTION}".replace("？", "?")


def test_what_is_beyond_the_limit_is_unread(tokenizer: FastTokenizer) -> None:
    """Its span is empty; what comes before it keeps its place, and the input its end."""
    sentences = SENTENCES * 30
    one, whole = encoded(tokenizer, sentences), encoded(tokenizer, SENTENCES)
    assert len(one.ids) == LONGEST_INPUT
    assert one.spans[: len(SENTENCES)] == whole.spans
    assert one.spans[-1][0] == one.spans[-1][1]
    read = [end > start for start, end in one.spans]
    assert read == sorted(read, reverse=True)


def test_of_a_long_question_the_end_is_read(tokenizer: FastTokenizer) -> None:
    """What is asked stands there, and a place is left for the text."""
    long = "背景介绍，" * 4000 + QUESTION
    one = encoded(tokenizer, SENTENCES, long)
    assert one == encoded(tokenizer, SENTENCES, long[-LONGEST_QUESTION:])
    assert all(start < end for start, end in one.spans)


def test_a_window_without_spans_is_read_too(tokenizer: FastTokenizer) -> None:
    """Its whole is judged; each window has its own input, in order."""
    none, some = encode(tokenizer, QUESTION, [Window("", "项目部与支部合署办公。", ()), window(SENTENCES)])
    assert none.spans == ()
    assert none.text[1] > none.text[0]
    assert some == encoded(tokenizer, SENTENCES)
    assert encode(tokenizer, QUESTION, []) == []


def test_the_unit_is_what_torch_calls_so() -> None:
    """Over everything that a network says."""
    values = np.linspace(-6, 6, 4001, dtype=np.float32)
    wanted = torch.nn.functional.gelu(torch.from_numpy(values)).numpy()
    assert np.abs(gelu(values) - wanted).max() < 1e-5


def tensors(seed: int = 3) -> dict[str, Any]:
    """Return heads with weights by chance."""
    chance = np.random.default_rng(seed)
    return {
        f"heads.{name}": np.array(chance.standard_normal(shape) * 0.1, dtype=np.float16)
        for name, shape in head_shapes().items()
    }


@pytest.mark.parametrize("name", HEADS)
def test_a_head_says_what_torch_says(name: str) -> None:
    """Two linear layers with GELU between them, over what a part is, shares and lacks; and the cosine beside them."""
    weights = {key.removeprefix("heads."): each.astype(np.float32) for key, each in tensors().items()}
    chance = np.random.default_rng(5)
    asked, parts = (chance.standard_normal(shape).astype(np.float32) for shape in ((HIDDEN,), (4, HIDDEN)))
    there = {key: torch.from_numpy(np.array(each)) for key, each in weights.items()}
    features = torch.from_numpy(np.concatenate((parts, parts * asked, np.abs(parts - asked)), axis=-1))
    inner = torch.nn.functional.linear(features, there[f"{name}_in"], there[f"{name}_in_bias"])
    cosine = torch.nn.functional.cosine_similarity(torch.from_numpy(parts), torch.from_numpy(asked), dim=-1)
    said = torch.nn.functional.gelu(inner) @ there[f"{name}_out"] + there[f"{name}_bias"]
    wanted = said + NEARNESS * there[f"{name}_near"] * cosine
    assert inner.shape == (4, INNER)
    assert _head(weights, name, asked, parts) == pytest.approx(wanted.numpy(), abs=1e-4)


CALIBRATION = Calibration(span=(2.0, 0.5, -1.0))


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """An adapter that adds nothing to the encoder, with heads by chance and its calibration."""
    file = tmp_path / "adapter.safetensors"
    save_file(tensors(), file)
    calibration_file(file).write_text(CALIBRATION.model_dump_json(), encoding="utf-8")
    save_file({name: np.zeros(shape, np.float16) for name, shape in SIDE_SHAPES.items()}, sides_file(file))
    save_file({name: np.zeros(shape, np.float16) for name, shape in LEANING_SHAPES.items()}, leaning_file(file))
    return file


def test_an_adapter_is_read_with_its_calibration(adapter: Path) -> None:
    """Weights in fp32, and what makes probabilities of logits."""
    read = read_adapter(adapter)
    assert {each.dtype.name for each in read.tensors.values()} == {"float32"}
    assert read.calibration == CALIBRATION


def _halve(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "not there": Path.unlink,
    "cut off": _halve,
    "empty": lambda file: file.write_bytes(b""),
    "another shape": lambda file: save_file({**tensors(), "heads.span_in": np.zeros((INNER, 3), np.float16)}, file),
    "a head less": lambda file: save_file({k: v for k, v in tensors().items() if "near_in" not in k}, file),
    "no head for sides": lambda file: sides_file(file).unlink(),
    "another head for sides": lambda file: save_file({"said.bias": np.zeros(2, np.float16)}, sides_file(file)),
    "no head for leaning": lambda file: leaning_file(file).unlink(),
    "another head for leaning": lambda file: save_file({"bias": np.zeros(2, np.float16)}, leaning_file(file)),
    "no calibration": lambda file: calibration_file(file).unlink(),
    "another calibration": lambda file: calibration_file(file).write_text('{"span": "?"}', encoding="utf-8"),
    "a calibration of bytes": lambda file: calibration_file(file).write_bytes(bytes(range(128, 256))),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_adapter_is_one_clear_error(damage: str, adapter: Path) -> None:
    """Whatever is wrong with it, whoever asks is told one thing."""
    DAMAGES[damage](adapter)
    with pytest.raises(ExportError, match="判断模型的权重缺失或已损坏"):
        read_adapter(adapter)


def test_another_adapter_has_another_folder(adapter: Path, tmp_path: Path) -> None:
    """An export is never read with weights that it was not made of."""
    folder = judge_folder(tmp_path, adapter)
    save_file(tensors(4), adapter)
    assert judge_folder(tmp_path, adapter) != folder
    with pytest.raises(ExportError):
        judge_folder(tmp_path, tmp_path / "nowhere")


def test_another_stands_in_where_the_judge_cannot_be_loaded(tmp_path: Path) -> None:
    """No export, no judge: the other one is asked, made once, and nobody who asks sees an error."""
    made: list[OverlapJudge] = []

    def otherwise() -> OverlapJudge:
        made.append(OverlapJudge())
        return made[-1]

    judge = JudgeOfModels(tmp_path, otherwise=otherwise)
    assert not made
    for _ in range(2):
        assert judge.judge(QUESTION, [window(SENTENCES)]) == OverlapJudge().judge(QUESTION, [window(SENTENCES)])
    assert len(made) == 1


class FixedNetwork:
    """Says of each token the same, wherever it stands: its id, spread over the width."""

    def rows(self, inputs: Sequence[Sequence[int]]) -> list[Floats]:
        waves = np.arange(1, HIDDEN + 1, dtype=np.float32)
        return [np.sin(np.array(one, dtype=np.float32)[:, None] * waves / 7) for one in inputs]


@pytest.fixture
def made(tokenizer: FastTokenizer, adapter: Path) -> AdaptedJudge:
    """A judge over a network that needs no export."""
    judge = object.__new__(AdaptedJudge)
    weights = read_adapter(adapter)
    judge._network = FixedNetwork()  # type: ignore[assignment]  # all that is asked of one
    judge._tokenizer, judge._calibration = tokenizer, weights.calibration
    judge._heads = {name: weights.tensors[f"heads.{name}"] for name in head_shapes()}
    return judge


def test_every_span_and_every_window_has_a_probability(made: AdaptedJudge) -> None:
    """Between 0 and 1, in order, whatever the windows; nothing asked is nothing said."""
    windows = [window(SENTENCES), Window("", "项目部与支部合署办公。", ()), window(SENTENCES * 30)]
    said = made.judge(QUESTION, windows)
    assert [len(one.answers) for one in said] == [3, 0, 90]
    assert all(0 <= likely <= 1 for one in said for likely in (one.bears, *one.answers))
    assert said == [made.judge(QUESTION, [one])[0] for one in windows]
    assert made.judge(QUESTION, []) == []


def test_what_was_not_read_does_not_answer(made: AdaptedJudge) -> None:
    """Beyond the limit nothing is likely."""
    (said,) = made.judge(QUESTION, [window(SENTENCES * 30)])
    assert said.answers[-1] < 1e-9 < said.answers[0]


def test_a_span_is_judged_with_its_window(made: AdaptedJudge) -> None:
    """The calibration weighs both logits and adds its own."""
    (logits,) = made.logits(QUESTION, [window(SENTENCES)])
    (said,) = made.judge(QUESTION, [window(SENTENCES)])
    wanted = 1 / (1 + np.exp(-(2.0 * logits.spans + 0.5 * logits.window - 1.0)))
    assert said.answers == pytest.approx(wanted.tolist(), abs=1e-6)
    assert said.bears == pytest.approx(1 / (1 + np.exp(-logits.near)), abs=1e-6)


def test_the_adapter_of_the_repository_is_whole() -> None:
    """A few megabytes, calibrated, with its card beside it."""
    assert ADAPTER.stat().st_size < 8_000_000
    assert (ADAPTER.parent / "README.md").is_file()
    assert read_adapter(ADAPTER).calibration != Calibration()


KNOWN = (
    (
        "入党以后要考察多久才算正式的",
        ("预备党员的预备期为一年，自支部大会通过之日算起。", "发展党员应当坚持慎重的方针，严格程序、严肃纪律。"),
    ),
    (
        "支部多长时间得开一回会",
        ("党支部委员会会议一般每月召开一次，由书记召集并主持。", "党支部要切实加强自身建设，不断提高工作水平。"),
    ),
)


def test_what_answers_is_told_from_what_only_looks_like_it(judge: AdaptedJudge) -> None:
    """The trained judge puts the sentence that answers before its neighbours, for questions in people's own words."""
    for question, sentences in KNOWN:
        (said,) = judge.judge(question, [window(sentences, "党员工作办法")])
        assert said.answers[0] == max(said.answers), question
        assert said.answers[0] > 5 * said.answers[-1], question


def test_what_has_nothing_to_do_with_it_does_not_bear(judge: AdaptedJudge) -> None:
    """A question about something else finds no answer in these texts, and nothing related."""
    for _, sentences in KNOWN:
        (said,) = judge.judge("黄瓜炒鸡蛋要放多少盐", [window(sentences, "党员工作办法")])
        assert max(said.bears, *said.answers) < 0.1


def test_what_is_read_beside_it_changes_next_to_nothing(judge: AdaptedJudge) -> None:
    """Windows of any length are judged together as they are alone."""
    windows = [window(SENTENCES[:count]) for count in (1, 2, 3)] + [window(SENTENCES * 30)]
    together = judge.judge(QUESTION, windows)
    alone = [judge.judge(QUESTION, [one])[0] for one in windows]
    for one, other in zip(together, alone, strict=True):
        assert one.answers == pytest.approx(other.answers, abs=0.05)


@pytest.mark.usefixtures("judge")
def test_a_damaged_export_is_no_judge(tmp_path: Path) -> None:
    """Where a byte of the export's record is lost, another stands in."""
    source = judge_folder(models_folder())
    shutil.copytree(source, judge_folder(tmp_path))
    record = judge_folder(tmp_path) / RECORD
    record.write_text(record.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    judged = JudgeOfModels(tmp_path, otherwise=OverlapJudge).judge(QUESTION, [window(SENTENCES)])
    assert judged == OverlapJudge().judge(QUESTION, [window(SENTENCES)])
