int facet_kernels_placeholder(void);
