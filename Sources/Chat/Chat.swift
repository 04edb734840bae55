// room Chat
