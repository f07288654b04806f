from __future__ import annotations

from importlib.resources import as_file

from tokenizers import Tokenizer

from retrieval.encoder_onnx import TOKENIZER, shipped_encoder
from retrieval.telling import telling_tokens


def test_words_tell_and_small_words_marks_and_padding_do_not() -> None:
    with as_file(shipped_encoder() / TOKENIZER) as path:
        tokenizer = Tokenizer.from_file(str(path))
    telling = telling_tokens(tokenizer)

    assert telling.shape == (tokenizer.get_vocab_size(),)
    assert all(telling[tokenizer.token_to_id(word)] for word in ("shark", "1975", "##ing", "not"))
    assert not any(telling[tokenizer.token_to_id(word)] for word in ("the", "i", "[CLS]", "[PAD]", ".", "##!"))
