import Foundation

/// What a pull is going to fetch.
public struct PullPlan: Sendable, Equatable {
  /// One file of the model.
  public struct File: Sendable, Equatable {
    /// What it is to the model.
    public let role: ModelOrigin.Role
    /// Its name in the model's folder.
    public let name: String
    /// How large it is; nil where the server does not tell beforehand.
    public let bytes: Int?
    /// The SHA-256 of its contents as the hub lists it.
    public let sha256: String?
    /// Where it is fetched from.
    public let address: URL
    /// The repository that it is in; nil for a file that lies elsewhere.
    public let repository: RepositoryName?
    /// The commit of that repository.
    public let commit: String?
    /// How much of it is in the folder.
    public let state: State

    /// How many bytes are still to be fetched, as far as that is known.
    public var missingBytes: Int {
      switch state {
      case .complete: 0
      case .partly(let done): max(0, (bytes ?? 0) - done)
      // It takes the place of the whole file only at the end.
      case .unchecked, .missing: bytes ?? 0
      }
    }
  }

  /// How much of a file is in the folder.
  public enum State: Sendable, Equatable {
    case missing
    /// So many bytes of it, from a pull that was broken off.
    case partly(Int)
    /// A file of its name and size, which is read before it is believed.
    case unchecked
    /// An earlier pull has checked it.
    case complete
  }

  /// A file that belongs to the model and is not going to be fetched.
  public struct Omission: Sendable, Equatable {
    /// What it would be to the model.
    public let role: ModelOrigin.Role
    /// Why not; nil where the person did not want it.
    public let reason: PullError?
  }

  /// The name of the model, and of its folder.
  public let name: String
  /// The path of the folder that the files go into.
  public let folder: String
  /// The hub, or the server that the file lies on.
  public let endpoint: URL
  /// The files, the model's first.
  public let files: [File]
  /// What is left out.
  public let omissions: [Omission]

  /// How many bytes are still to be fetched, as far as that is known.
  public var missingBytes: Int { files.reduce(0) { $0 + $1.missingBytes } }
}
