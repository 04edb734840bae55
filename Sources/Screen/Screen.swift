// room Screen
