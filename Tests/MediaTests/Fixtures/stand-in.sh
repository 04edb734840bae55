#!/bin/sh
# Tests link to this under the name of a program and put beside the link, as `script`, what the program shall do.
# (A script of their own could not be started while another test starts a program: "text file busy".)
. "${0%/*}/script"
