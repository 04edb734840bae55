import CBlas
func setOne() { openblas_set_num_threads(1) }
