#!/usr/bin/env python3
"""Render conversations.py with the model's official chat template into prompts.json.

    pip install jinja2
    python make_prompts_golden.py CHAT_TEMPLATE.jinja

The template is rendered as Hugging Face transformers does. A conversation is what transformers takes: messages in OpenAI's chat format with
content a string or a list of {"type": "text" | "image" | "audio"}, and perhaps tools, enable_thinking and add_generation_prompt.
"""
import json, pathlib, sys

from jinja2.sandbox import ImmutableSandboxedEnvironment

from conversations import CONVERSATIONS

environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
template = environment.from_string(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
for row in CONVERSATIONS:
    thinking = {"enable_thinking": row["enable_thinking"]} if "enable_thinking" in row else {}
    row["prompt"] = template.render(
        messages=row["messages"], tools=row.get("tools"), bos_token="<bos>",
        add_generation_prompt=row.get("add_generation_prompt", True), **thinking)
here = pathlib.Path(__file__).parent
(here / "prompts.json").write_text(json.dumps(CONVERSATIONS, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
