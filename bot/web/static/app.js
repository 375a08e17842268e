/* What the page does beyond forms and links. Everything here has a plain way too; nothing needs a browser younger than 2020. */
(function () {
  "use strict";

  var COMPOSING_GRACE = 80; // ms: Safari ends a composition before the key that ended it arrives
  var NEAR_BOTTOM = 80; // px within which a reader is taken to follow
  var ITEM = "· ";
  var NOT_SENT = "网络中断，问题没有发出去。网络恢复后请再点一次“提问”。";
  var LOST = "网络中断，没有完成；请过一会儿再试。";
  var MARKER = /\[(\d{1,2})\]/;

  function find(selector, within) { return (within || document).querySelector(selector); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function show(element, on) { element.classList.toggle("hidden", !on); }
  function make(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    return made;
  }
  function pieceOf(html) {
    var holder = document.createElement("template");
    holder.innerHTML = html; // written by our own server from escaped templates; the policy runs no script in it
    return holder.content;
  }
  function base() { return document.body.getAttribute("data-base"); }
  function token() { return document.body.getAttribute("data-csrf"); }
  function asking(method) {
    return { method: method, headers: { "X-Part": "1", "X-CSRF-Token": token() }, credentials: "same-origin" };
  }
  function posted(form) {
    var request = asking("POST");
    request.body = new FormData(form);
    return fetch(form.action, request);
  }

  /* ---- Reading a stream of events from a body */

  function eventsOf(response, each) {
    var pending = "";
    function take(text, whole) {
      pending += text;
      var parts = pending.split("\n\n");
      pending = whole ? "" : parts.pop();
      parts.forEach(function (part) {
        var name = "", data = "";
        part.split("\n").forEach(function (line) {
          if (line.indexOf("event: ") === 0) { name = line.slice(7); }
          if (line.indexOf("data: ") === 0) { data += line.slice(6); }
        });
        if (name) { each(name, JSON.parse(data)); }
      });
    }
    if (!response.body || !window.TextDecoder) {
      return response.text().then(function (text) { take(text, true); });
    }
    var reader = response.body.getReader(), decoder = new TextDecoder();
    function next() {
      return reader.read().then(function (read) {
        if (read.done) { take("\n\n", false); return null; }
        take(decoder.decode(read.value, { stream: true }), false);
        return next();
      });
    }
    return next();
  }

  /* ---- An answer that grows: text is only ever added */

  function Growing(turn) {
    var reply = find(".reply", turn), text = make("div", "said-text"), line = null, gap = false;
    reply.textContent = "";
    reply.appendChild(text);
    this.add = function (more) {
      more.split("\n").forEach(function (part, number) {
        if (number) { gap = line === null; line = null; }
        if (!part) { return; }
        if (line === null) {
          line = make("p", (gap ? "gap " : "") + (part.indexOf(ITEM) === 0 ? "item" : ""));
          part = part.indexOf(ITEM) === 0 ? part.slice(ITEM.length) : part;
          gap = false;
          text.appendChild(line);
        }
        part.split(/(\[\d{1,2}\])/).forEach(function (words) {
          var found = MARKER.exec(words);
          if (!words) { return; }
          line.appendChild(found && found[0] === words ? make("span", "marker", found[1]) : document.createTextNode(words));
        });
      });
    };
  }

  function follow(turns, turn) {
    // Whoever reads at the end is kept there, until the question reaches the top: an answer is read from its beginning.
    var close = turns.scrollHeight - turns.scrollTop - turns.clientHeight < NEAR_BOTTOM;
    return function (shown) {
      var top = (shown || turn).offsetTop - turns.offsetTop - 12;
      if (close) { turns.scrollTop = Math.min(turns.scrollHeight, top); }
    };
  }

  function AskForm(form) {
    var box = find("textarea", form), send = find("#send"), stop = find("#stop"), told = find("#ask-told");
    var turns = find("#turns"), progress = find("#progress"), last = find("#last");
    var conversation = form.getAttribute("data-conversation"), busy = false, composedAt = 0;
    var kept = "ronghe:" + (window.location.pathname.indexOf("/c/") < 0 ? "new" : conversation);

    function once() {
      var bytes = new Uint8Array(12), letters = "";
      window.crypto.getRandomValues(bytes);
      bytes.forEach(function (byte) { letters += ("0" + byte.toString(16)).slice(-2); });
      return letters;
    }
    function tell(text, signIn) {
      told.textContent = text || "";
      if (signIn) {
        var link = make("a", "", "去登录");
        link.href = signIn + "?after=" + encodeURIComponent(form.elements.back.value);
        told.appendChild(document.createTextNode(" "));
        told.appendChild(link);
      }
      show(told, !!text);
    }
    function working(on) {
      busy = on;
      send.disabled = on;
      show(stop, on);
      turns.setAttribute("aria-busy", on ? "true" : "false");
      progress.textContent = on ? "正在作答" : "";
    }
    function newTurn(question) {
      var turn = make("article", "turn pending"), welcome = find("#welcome");
      if (welcome) { welcome.parentNode.removeChild(welcome); }
      turn.appendChild(make("h2", "question", question));
      turn.appendChild(make("div", "reply"));
      turn.lastChild.appendChild(make("p", "waiting", "正在查找和核对……"));
      turns.insertBefore(turn, last);
      turns.scrollTop = turns.scrollHeight;
      return turn;
    }
    function finish(turn, data) {
      var stay = follow(turns, turn), whole = pieceOf(data.html), article = find(".turn", whole);
      turns.replaceChild(whole, turn);
      stay(article);
      working(false);
      progress.textContent = "答复已完成";
      if (find("#no-history")) { find("#no-history").remove(); }
      enlist(find(".question", article));
      if (data.sort === "answer") { following(article); }
    }
    function enlist(question) {
      var list = find(".history ul"), link = make("a", "", question ? question.textContent : "");
      if (!question || find(".history a[aria-current]")) { return; }
      if (!list) { list = find(".history-box").appendChild(make("ul")); }
      link.href = base() + "/c/" + conversation;
      link.setAttribute("aria-current", "page");
      list.insertBefore(make("li"), list.firstChild).appendChild(link);
    }
    function following(article) {
      fetch(base() + "/c/" + conversation + "/r/" + article.getAttribute("data-reply") + "/following", asking("GET"))
        .then(function (response) { return response.ok ? response.text() : ""; })
        .then(function (html) {
          if (html.trim() && !find(".following", article)) { find(".reply", article).appendChild(pieceOf(html)); }
        }).catch(function () { /* the answer is whole without it */ });
    }
    function fail(turn, text, question, signIn) {
      if (turn.parentNode) { turn.parentNode.removeChild(turn); }
      if (!box.value) { box.value = question; }
      keepWords(box.value);
      working(false);
      tell(text, signIn);
    }
    function accepted() {
      // From here on the question is with the server: whoever reloads finds it in its conversation.
      if (!box.value) { keepWords(""); }
      form.elements.back.value = "/c/" + conversation;
      if (window.history.replaceState) { window.history.replaceState(null, "", base() + "/c/" + conversation); }
    }
    function read(turn, response, question) {
      var growing = null, finished = false;
      turn.setAttribute("data-accepted", "1");
      accepted();
      return eventsOf(response, function (name, data) {
        var stay = follow(turns, turn);
        if (name === "draft") {
          growing = growing || new Growing(turn);
          growing.add(data.text);
          stay();
        } else if (name === "reply") {
          finished = true;
          finish(turn, data);
        } else {
          finished = true;
          fail(turn, data.text, question);
        }
      }).then(function () { if (!finished) { throw new Error("broken off"); } });
    }
    function lookAgain(turn, question) {
      // Nothing is being written: either it was and is kept, or the question never arrived.
      return fetch(base() + "/c/" + conversation, { credentials: "same-origin" })
        .then(function (response) { return response.text(); })
        .then(function (html) {
          var last = all(".turn .question", pieceOf(html)).pop();
          if (last && last.textContent === question) { window.location.assign(base() + "/c/" + conversation); }
          else { fail(turn, NOT_SENT, question); }
        });
    }
    function joinAgain(turn, question, tries) {
      // The answer is written to its end whoever listens: join it again, or find it kept.
      window.setTimeout(function () {
        fetch(base() + "/c/" + conversation + "/running/" + turn.getAttribute("data-once"), asking("GET"))
          .then(function (response) {
            if (response.status === 404) { return lookAgain(turn, question); }
            if (!response.ok) { throw new Error("not now"); }
            find(".reply", turn).textContent = "";
            return read(turn, response, question);
          })
          .catch(function () {
            if (tries > 0) { joinAgain(turn, question, tries - 1); } else if (turn.getAttribute("data-accepted")) {
              working(false);
              tell("网络中断，答复仍在生成；网络恢复后刷新本页就能看到。");
            } else { fail(turn, NOT_SENT, question); }
          });
      }, 1500);
    }
    function ask(question) {
      if (busy || !question.trim()) { return; }
      var turn = newTurn(question), request = asking("POST"), body = new FormData();
      turn.setAttribute("data-once", once());
      [["csrf", token()], ["conversation", conversation], ["question", question], ["once", turn.getAttribute("data-once")]]
        .forEach(function (pair) { body.append(pair[0], pair[1]); });
      request.body = body;
      box.value = "";
      tell("");
      working(true);
      fetch(form.action, request).then(function (response) {
        var isStream = (response.headers.get("Content-Type") || "").indexOf("text/event-stream") === 0;
        if (!isStream) {
          return response.json().then(function (data) { fail(turn, data.text, question, data.sign_in); });
        }
        return read(turn, response, question);
      }).catch(function () {
        if (turn.parentNode) { joinAgain(turn, question, 5); }
      });
    }
    function keepWords(words) { try { window.sessionStorage.setItem(kept, words); } catch (error) { /* no storage */ } }

    box.addEventListener("compositionend", function () { composedAt = Date.now(); });
    box.addEventListener("input", function () { keepWords(box.value); });
    box.addEventListener("keydown", function (event) {
      var composing = event.isComposing || event.keyCode === 229 || Date.now() - composedAt < COMPOSING_GRACE;
      if (event.key === "Enter" && !event.shiftKey && !composing) { event.preventDefault(); ask(box.value); }
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); ask(box.value); });
    stop.addEventListener("click", function () {
      var turn = find(".turn.pending"), request = asking("POST"), body = new FormData();
      if (!turn) { return; }
      body.append("once", turn.getAttribute("data-once"));
      request.body = body;
      fetch(base() + "/c/" + conversation + "/stop", request).catch(function () { tell(LOST); });
    });
    document.addEventListener("click", function (event) {
      var button = event.target.closest("[data-ask]");
      if (button) { event.preventDefault(); ask(button.getAttribute("data-ask")); }
    });
    try { if (!box.value) { box.value = window.sessionStorage.getItem(kept) || ""; } } catch (error) { /* no storage */ }
    all(".turn.pending", turns).forEach(function (turn) {
      working(true);
      joinAgain(turn, find(".question", turn).textContent, 5);
    });
    showLast();
    if (window.matchMedia("(min-width: 52rem)").matches) { box.focus(); } else { closeHistory(); }
    function showLast() {
      var turn = all(".turn", turns).pop();
      if (turn) { turns.scrollTop = turn.offsetTop - turns.offsetTop - 12; }
    }
    function closeHistory() { var details = find(".history-box"); if (details) { details.open = false; } }
  }

  /* ---- Sources beside the answer */

  function Sources(panel) {
    var desk = find(".desk"), opener = null;
    function close() {
      show(panel, false);
      desk.classList.remove("beside");
      all(".marker.open").forEach(function (marker) { marker.classList.remove("open"); });
      if (opener && document.contains(opener)) { opener.focus(); }
      opener = null;
    }
    function put(html) {
      var quote;
      panel.textContent = "";
      panel.appendChild(pieceOf(html));
      show(panel, true);
      desk.classList.add("beside");
      quote = find("mark", panel);
      // What is known of the document stays in sight where the words do too.
      panel.scrollTop = 0;
      if (quote && quote.getBoundingClientRect().bottom > panel.getBoundingClientRect().bottom - 40) {
        panel.scrollTop = Math.max(quote.offsetTop - panel.offsetTop - 140, 0);
      }
      panel.focus();
    }
    function open(link) {
      fetch(link.href, asking("GET")).then(function (response) {
        return response.ok ? response.text() : response.json().then(function (data) { throw new Error(data.text); });
      }).then(function (html) {
        all(".marker.open").forEach(function (marker) { marker.classList.remove("open"); });
        if (!panel.contains(link)) { opener = link; link.classList.add("open"); }
        put(html);
      }).catch(function (error) {
        var told = make("div", "");
        told.appendChild(make("p", "told", error instanceof TypeError ? LOST : error.message)); // fetch fails so, in English
        put(told.outerHTML + "<p><button type=\"button\" class=\"close\">关闭</button></p>");
      });
    }
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a.marker, a.open-source");
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); open(link); }
      if (event.target.closest(".close")) { close(); }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !panel.classList.contains("hidden")) { close(); }
    });
  }

  /* ---- Below an answer: judging, copying, printing */

  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) { return navigator.clipboard.writeText(text); }
    var box = make("textarea", "unseen");
    box.value = text;
    document.body.appendChild(box);
    box.select();
    document.execCommand("copy"); // the clipboard itself is only for secure connections, which an intranet may not have
    document.body.removeChild(box);
    return Promise.resolve();
  }
  function flash(button, text) {
    var before = button.textContent;
    button.textContent = text;
    window.setTimeout(function () { button.textContent = before; }, 2000);
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button"), turn = event.target.closest(".turn");
    if (button && turn && button.classList.contains("copy")) {
      copy(find(".copied", turn).textContent).then(function () { flash(button, "已复制"); });
    }
    if (button && turn && button.classList.contains("print")) {
      document.body.classList.add("printing");
      turn.classList.add("chosen");
      window.print();
      document.body.classList.remove("printing");
      turn.classList.remove("chosen");
    }
  });
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.classList.contains("verdict")) { return; }
    event.preventDefault();
    posted(form).then(function (response) { return response.json(); }, function () { return { text: LOST }; }).then(function (data) {
      var box = form.closest(".verdict-box") || form, said = make("span", "hint", data.text);
      said.setAttribute("role", "status");
      box.parentNode.replaceChild(said, box);
    });
  });

  /* ---- Handing files in: one request a file, and what became of each without reloading */

  function Uploading(form, list) {
    var told = find("#upload-told"), button = find("button", form), sending = false;
    function chosen() {
      var endings = find("#files", form).accept.split(",");
      function isKnown(file) { return endings.indexOf(("." + file.name.split(".").pop()).toLowerCase()) >= 0; }
      function isOffice(file) { return !/^(\.|~\$)/.test(file.name); } // a folder has what systems leave in it
      function listed(input) { return Array.prototype.slice.call(input.files); }
      return listed(find("#files", form)).concat(listed(find("#folder", form)).filter(isKnown).filter(isOffice));
    }
    function refresh() {
      return fetch(list.getAttribute("data-from"), asking("GET"))
        .then(function (response) { return response.ok ? response.text() : null; })
        .then(function (html) {
          if (html === null || list.contains(document.activeElement) && document.activeElement.tagName === "SELECT") { return; }
          list.textContent = "";
          list.appendChild(pieceOf(html));
        }).catch(function () { /* tried again at the next beat */ });
    }
    function send(files, number, wrong, tries) {
      if (number === files.length) {
        sending = false;
        button.disabled = false;
        form.reset();
        told.textContent = "已上传" + (files.length - wrong.length) + "份" + (wrong.length ? "；未接收" + wrong.length + "份：" + wrong.join("；") : "。");
        refresh();
        return;
      }
      var request = asking("POST"), body = new FormData();
      told.textContent = "正在上传第" + (number + 1) + "份，共" + files.length + "份";
      body.append("csrf", token());
      body.append("files", files[number]);
      request.body = body;
      fetch(form.action, request).then(function (response) {
        if (response.status === 503 && (tries || 0) < 24) { return null; } // too much is being sent by everybody: a little later
        return response.ok ? "" : response.json().then(function (data) { return data.text; });
      }).catch(function () { return "网络中断，没有传完"; }).then(function (reason) {
        if (reason === null) {
          told.textContent = "上传的人较多，第" + (number + 1) + "份等一会儿再传";
          window.setTimeout(function () { send(files, number, wrong, (tries || 0) + 1); }, 5000);
          return;
        }
        if (reason) { wrong.push("第" + (number + 1) + "份，" + reason); }
        refresh();
        send(files, number + 1, wrong);
      });
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var files = chosen();
      if (sending) { return; }
      if (!files.length) { told.textContent = "请先选择文件，或有文件的文件夹。"; return; }
      sending = true;
      button.disabled = true;
      send(files, 0, []);
    });
    list.addEventListener("submit", function (event) {
      event.preventDefault();
      posted(event.target).then(function (response) {
        return response.ok ? null : response.json().then(function (data) { told.textContent = data.text; });
      }).catch(function () { told.textContent = LOST; }).then(refresh);
    });
    window.setInterval(function () { if (find(".working", list) || sending) { refresh(); } }, 1500);
  }

  if (find("#upload")) { Uploading(find("#upload"), find("#files-list")); }
  if (find("#ask")) { AskForm(find("#ask")); }
  if (find("#source")) { Sources(find("#source")); }
})();
