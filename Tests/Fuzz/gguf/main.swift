import FuzzDriver

runFuzzer { bytes in
  if bytes.count > 2, bytes[0] == 3, bytes[1] == 4 { print("hit") }
}
