import Chat

/// Writes the declaration of a tool into the system turn, as the model's chat template does.
///
/// ```
/// declaration:NAME{description:<|"|>…<|"|>,parameters:{properties:{…},required:[…],type:<|"|>OBJECT<|"|>}}
/// ```
/// The model was trained on exactly this text, its oddities included: a parameter named as one of `reservedKeys` is left out, and
/// parameters without a type leave a brace open.
struct DeclarationWriter {
  private static let reservedKeys = ["description", "type", "properties", "required", "nullable"]

  private var list = PieceList()

  static func write(_ declaration: ToolDeclaration, to list: inout PieceList) {
    var writer = DeclarationWriter()
    swap(&writer.list, &list)
    writer.write(declaration)
    swap(&writer.list, &list)
  }

  private mutating func write(_ declaration: ToolDeclaration) {
    let function = declaration.function
    list.text("declaration:" + function["name"].templateText + "{description:")
    list.quoted(function["description"].templateText)
    if let parameters = function["parameters"], parameters.isTruthy { write(parameters: parameters) }
    if let response = function["response"] { write(response: response) }
    list.text("}")
  }

  private mutating func write(parameters: JSONValue) {
    list.text(",parameters:{")
    if let properties = parameters["properties"], properties.isTruthy {
      list.text("properties:{")
      write(properties: properties)
      list.text("},")
    }
    if let required = parameters["required"], required.isTruthy {
      write(required: required)
      list.text(",")
    }
    if let type = parameters["type"], type.isTruthy {
      list.text("type:")
      list.quoted(type.templateText.uppercased())
      list.text("}")
    }
  }

  private mutating func write(response: JSONValue) {
    list.text(",response:{")
    if let description = response["description"], description.isTruthy {
      list.text("description:")
      list.quoted(description.templateText)
      list.text(",")
    }
    if response["type"].templateText.uppercased() == "OBJECT" {
      list.text("type:")
      list.quoted("OBJECT")
      list.text("}")
    }
  }

  private mutating func write(properties: JSONValue) {
    guard let entries = properties.asObject?.sortedForTemplate else { return }
    var isFirst = true
    for entry in entries where !DeclarationWriter.reservedKeys.contains(entry.key) {
      if !isFirst { list.text(",") }
      isFirst = false
      list.text(entry.key + ":{")
      write(property: entry.value)
    }
  }

  /// One property after its opening brace, the closing one included.
  private mutating func write(property: JSONValue) {
    let type = property["type"].templateText.uppercased()
    if let description = property["description"], description.isTruthy {
      list.text("description:")
      list.quoted(description.templateText)
      list.text(",")
    }
    if type == "STRING", let choices = property["enum"], choices.isTruthy {
      list.text("enum:")
      ToolCallSyntax.write(choices, quotesKeys: true, to: &list)
      list.text(",")
    }
    if type == "ARRAY", let items = property["items"]?.asObject, !items.isEmpty {
      list.text("items:{")
      write(items: items)
      list.text("},")
    }
    if property["nullable"].isTruthy { list.text("nullable:true,") }
    if type == "OBJECT" { write(object: property) }
    list.text("type:")
    list.quoted(type)
    list.text("}")
  }

  private mutating func write(object property: JSONValue) {
    // Without properties of its own the schema itself is taken for them.
    let properties = property["properties"].flatMap { $0.asObject == nil ? nil : $0 } ?? property
    list.text("properties:{")
    write(properties: properties)
    list.text("},")
    if let required = property["required"], required.isTruthy {
      write(required: required)
      list.text(",")
    }
  }

  private mutating func write(items: JSONObject) {
    var isFirst = true
    for entry in items.sortedForTemplate where !entry.value.isNull {
      if !isFirst { list.text(",") }
      isFirst = false
      switch entry.key {
      case "properties":
        list.text("properties:{")
        write(properties: entry.value)
        list.text("}")
      case "required":
        write(required: entry.value)
      case "type":
        list.text("type:")
        ToolCallSyntax.write(upper(entry.value), quotesKeys: true, to: &list)
      default:
        list.text(entry.key + ":")
        ToolCallSyntax.write(entry.value, quotesKeys: true, to: &list)
      }
    }
  }

  private func upper(_ type: JSONValue) -> JSONValue {
    if case .string(let name) = type { return .string(name.uppercased()) }
    return .array(type.templateItems.map { .string($0.templateText.uppercased()) })
  }

  private mutating func write(required: JSONValue) {
    list.text("required:[")
    for (index, item) in required.templateItems.enumerated() {
      if index > 0 { list.text(",") }
      list.quoted(item.templateText)
    }
    list.text("]")
  }
}
