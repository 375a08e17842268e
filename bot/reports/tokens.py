"""What `tokens` prints for a person."""

from __future__ import annotations

from rich import box
from rich.markup import escape
from rich.table import Table

from bot.contracts.tokens import TokensJson
from bot.names import label_words
from bot.reports.basic import PIPE_WIDTH, console


def write_tokens(listed: TokensJson) -> None:
    """Print the tokens that hold, the one that was made with its secret, or those that were revoked."""
    out = console()
    if listed.revoked:
        out.print(f"已撤销令牌：{'、'.join(map(str, listed.revoked))}，立即失效。")
        return
    if not listed.tokens:
        out.print("没有有效的令牌。添加：ronghe tokens add web:用户名 --name 用途")
        return
    table = Table("编号", "用户号", "名称", "可查阅", "到期", "上次使用", box=box.SIMPLE)
    for token in listed.tokens:
        seen = "与本人相同" if token.labels is None else "、".join(map(label_words, token.labels))
        used = (token.used_at or "—")[:10]
        row = (str(token.number), str(token.person), token.name, seen, token.expires_at[:10], used)
        table.add_row(*map(escape, row))
    out.print(table, width=None if out.is_terminal else PIPE_WIDTH)
    if listed.secret is not None:
        out.print(f"令牌只显示这一次，请立即存入要用它的程序：\n{listed.secret}")
