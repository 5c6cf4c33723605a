"""A language model as a second reader: what it says, checked against the text, laid beside what the rules say."""

from lianqun.read.second.agreement import Agreement, read_again
from lianqun.read.second.asking import Ask, Messages
from lianqun.read.second.extractor import LlmExtractor
from lianqun.read.second.reasons import reason_words

__all__ = ["Agreement", "Ask", "LlmExtractor", "Messages", "read_again", "reason_words"]
