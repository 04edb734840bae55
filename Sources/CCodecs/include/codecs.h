int facet_codecs_placeholder(void);
