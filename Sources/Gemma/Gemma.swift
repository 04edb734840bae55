// room Gemma
