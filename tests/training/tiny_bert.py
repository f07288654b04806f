"""A BERT small enough to train in a test. Needs torch."""

from __future__ import annotations

from pathlib import Path

from retrieval.encoder_onnx import TOKENIZER

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"a film about death love war the sea and one old house".split()]


def tiny_bert(folder: Path) -> Path:
    """A BERT of 2 layers, 64 wide, with random weights, as transformers saves it."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors  # noqa: PLC0415  # torch tests only
    from torch import manual_seed  # noqa: PLC0415  # as above
    from transformers import BertConfig, BertModel  # noqa: PLC0415  # as above

    manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=128,
        max_position_embeddings=300,
        initializer_range=0.2,
    )
    BertModel(config).save_pretrained(folder)
    tokenizer = Tokenizer(models.WordPiece({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / TOKENIZER))
    return folder
