"""DingTalk (钉钉): its stream protocol and its calls, between them and what messengers share."""
