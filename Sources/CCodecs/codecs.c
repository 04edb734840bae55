int facet_codecs_placeholder(void) { return 1; }
