import TestSupport

// What these tests have in common with those of the whole program.
typealias BuiltProgram = TestSupport.BuiltProgram
typealias TalkativeModel = TestSupport.TalkativeModel
typealias TemporaryFolder = TestFolder
