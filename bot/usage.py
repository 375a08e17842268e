"""What is wrong with a command line, in one Chinese sentence: what is wrong, what may stand there, what to do."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, get_args

import typer

_NO_COMMAND = re.compile(r"No such command '([^']+)'")
_TOO_MUCH = re.compile(r"unexpected extra arguments? \((.+)\)|unexpected extra argument\(s\) \((.+)\)")


def usage_sentence(error: typer.TyperException) -> str:
    """Say what is wrong, and where the usage stands."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "ronghe"
    return f"{_fault(error, context)}；用法见 {path} --help。"


def _fault(error: typer.TyperException, context: Any) -> str:  # Any: the library's own context, which it hides
    option, parameter = getattr(error, "option_name", None), getattr(error, "param", None)
    if option is not None:
        return _option(option, getattr(error, "possibilities", None))
    if parameter is not None:
        first = (parameter.opts or [parameter.name])[0]
        named = first if first.startswith("-") else parameter.metavar or first
        missing = type(error).__name__ == "MissingParameter"
        return f"缺少参数 {named}" if missing else f"参数 {named} 的值不对{_expected(parameter)}"
    if (unknown := _NO_COMMAND.search(str(error))) is not None:
        return _command(unknown[1], context)
    if (extra := _TOO_MUCH.search(str(error))) is not None:
        return f"多出了“{extra[1] or extra[2]}”（一句话里有空格的，请加引号）"
    return "命令写法有误"


def _option(name: str, possible: list[str] | None) -> str:
    if possible is None:
        return f"选项 {name} 缺少值"
    return f"没有选项 {name}" + (f"，是不是 {'、'.join(possible)}" if possible else "")


def _command(name: str, context: Any) -> str:
    known = context.command.list_commands(context) if hasattr(context.command, "list_commands") else []
    near = get_close_matches(name, known, n=1)
    return f"没有 {name} 这个命令" + (f"，是不是 {near[0]}" if near else "")


def _expected(parameter: Any) -> str:
    """Return what a parameter takes: one of a few words, or a number and its range."""
    annotation = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if words := get_args(annotation):
        return f"，应为 {'、'.join(map(str, words))} 之一"
    if annotation is not int:
        return ""
    low, high = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if low is not None and high is not None:
        return f"，应为{low}至{high}的整数"
    return f"，应为不小于{low}的整数" if low is not None else "，应为整数"
