int facet_kernels_placeholder(void) { return 1; }
