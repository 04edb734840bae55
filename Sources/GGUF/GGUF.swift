// room GGUF
