// room Tokenizer
