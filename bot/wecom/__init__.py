"""WeCom (企业微信): input, layout, delivery over the long connection of its intelligent bots."""
