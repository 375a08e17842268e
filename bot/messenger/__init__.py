"""What messengers share: words and buttons become calls of the room, and what comes of them becomes screens."""
