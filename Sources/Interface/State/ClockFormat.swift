import Foundation

/// Writes points in time as the transcript shows them: "14:02" today, "12 Nov 14:02" this year, "12 Nov 2025 14:02" before.
struct ClockFormat {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private let calendar: Calendar
  private let today: DateComponents
  /// The day that was written last: a calendar takes long, and most messages of a conversation are of one day.
  private var day: (start: Double, end: Double, prefix: String)?

  init(now: Date, timeZone: TimeZone) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    self.calendar = calendar
    today = calendar.dateComponents([.year, .month, .day], from: now)
  }

  mutating func text(_ date: Date) -> String {
    let time = date.timeIntervalSince1970
    guard time.isFinite, abs(time) < 1e11 else { return "" }
    let current: (start: Double, end: Double, prefix: String)
    if let day, time >= day.start, time < day.end {
      current = day
    } else {
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let start = calendar.startOfDay(for: date).timeIntervalSince1970
      // Days on which clocks change are not cached to their end.
      current = (start, start + 22 * 3600, prefix(parts))
      day = current
    }
    let minutes = Int(time - current.start) / 60
    let (hour, minute) = (minutes / 60, minutes % 60)
    return current.prefix + "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  private func prefix(_ parts: DateComponents) -> String {
    guard parts != today, let year = parts.year, let month = parts.month, let day = parts.day,
      Self.months.indices.contains(month - 1)
    else { return "" }
    return "\(day) \(Self.months[month - 1]) " + (year == today.year ? "" : "\(year) ")
  }
}
