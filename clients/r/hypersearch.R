# A client of HyperSearch for R: asks for the trials of a study and tells what has come of them.
#
# Copy this file beside your script. It needs R 3.6 or newer and the command `hypersearch`, and no package.
#
#   source("hypersearch.R")
#   study <- hs_open("my-study", store = "runs.db")
#   hs_run(study, function(trial) {
#     set.seed(trial$seed)
#     model <- build(trial$values$lr, trial$values$layers)
#     for (epoch in 1:20) {
#       accuracy <- train(model)
#       if (!hs_report(trial, epoch, accuracy)) break    # the pruner has had enough
#     }
#     accuracy                                           # the score
#   })
#   hs_close(study)
#
# Or ask and tell by hand:
#
#   while (!is.null(trial <- hs_ask(study))) hs_tell(trial, score(trial$values))
#
# The study is on record by then: made by `hypersearch tune study.yaml` or `hypersearch tune --param lr~log:1e-5:1e-1 ...`, or by a
# study file of C#, with hs_open(command = c("dotnet", "run", "study.cs", "--")). Trials that were not told when the study is closed or
# R ends, however it ends, go to whoever asks next. Several R processes may work on one study, also on several machines that share the
# store: each opens it for itself.

# Opens a study on record.
#   name      its name, as `hypersearch list` prints it; NULL where `command` is a study file
#   store     a SQLite file or postgres://user@host/database; by default $HYPERSEARCH_STORE, else hypersearch.db
#   trials, strategy, pruner, lease   as --trials, --strategy, --pruner, --lease of `hypersearch serve`
#   resume    whether this script can go on from checkpoints: see hs_restore
#   command   what is called; by default hypersearch, or what $HYPERSEARCH_COMMAND names
# The study has name, goal ("maximize" or "minimize"), metric and parameters.
hs_open <- function(name = NULL, store = NULL, trials = NULL, strategy = NULL, pruner = NULL, lease = NULL, resume = FALSE,
                    command = Sys.getenv("HYPERSEARCH_COMMAND", "hypersearch")) {
  option <- function(word, value) if (!is.null(value)) c(word, format(value, scientific = FALSE))
  words <- c(command, "serve", name, "--listen", option("--store", store), option("--trials", trials),
             option("--strategy", strategy), option("--pruner", pruner), option("--lease", lease))
  study <- new.env()
  # A pipe of R's goes one way: it says where the other program listens.
  study$tool <- pipe(paste(shQuote(words, if (.Platform$OS.type == "windows") "cmd" else "sh"), collapse = " "), "r")
  study$socket <- NULL
  study$resume <- resume
  study$last <- 0
  reg.finalizer(study, function(study) try(hs_close(study), silent = TRUE), onexit = TRUE)
  place <- hs_greeting(study$tool)
  study$socket <- socketConnection("127.0.0.1", place$port, blocking = TRUE, open = "r+", timeout = 86400 * 24)
  writeLines(place$token, study$socket)
  greeting <- hs_greeting(study$socket)
  study$name <- greeting$study
  study$goal <- greeting$goal
  study$metric <- greeting$metric
  study$parameters <- unlist(greeting$parameters)
  class(study) <- "hypersearch_study"
  study
}

# The next trial; NULL where nothing is left to start: study$end says why. It has number, attempt, seed (for set.seed, the same whenever
# the trial is begun), and values, a list of its active parameters by name: numbers, texts, TRUE and FALSE.
hs_ask <- function(study) {
  answer <- if (study$resume) hs_request(study, "ask", resume = TRUE) else hs_request(study, "ask")
  if (is.null(answer$trial)) {
    study$end <- answer$message
    return(NULL)
  }
  trial <- new.env()
  trial$study <- study
  trial$number <- answer$trial
  trial$attempt <- answer$attempt
  trial$seed <- answer$seed
  trial$values <- answer$values
  trial$checkpoint <- answer$checkpoint
  trial$stop <- FALSE
  trial$told <- FALSE
  class(trial) <- "hypersearch_trial"
  trial
}

# Records what was measured at a step, and other curves beside it: hs_report(trial, 3, 0.91, train = 0.95). FALSE: end it, and tell.
# Steps are whole numbers that rise; values are finite.
hs_report <- function(trial, step, value, ...) {
  curves <- list(...)
  answer <- if (length(curves) > 0) hs_of(trial, "report", step = hs_step(step), value = hs_finite(value), curves = lapply(curves, hs_finite))
            else hs_of(trial, "report", step = hs_step(step), value = hs_finite(value))
  trial$stop <- answer$stop
  !trial$stop
}

# Its score, with which it ends, and numbers beside it. A score that is not finite, as of a training that diverged, is a failure. One that
# the pruner has stopped is recorded as pruned, with its last measurement.
hs_tell <- function(trial, value, ...) {
  if (!is.numeric(value) || length(value) != 1) stop("The score is to be one number.")
  if (!is.finite(value) && !trial$stop) return(hs_fail(trial, sprintf("The score is %s: it must be finite.", value)))
  metrics <- list(...)
  # Of one that was stopped its last measurement counts.
  value <- if (is.finite(value)) value else 0
  if (length(metrics) > 0) hs_end(trial, "tell", value = value, metrics = lapply(metrics, hs_finite)) else hs_end(trial, "tell", value = value)
}

# It has failed, with which it ends: a condition, or a text.
hs_fail <- function(trial, error) hs_end(trial, "fail", error = if (inherits(error, "condition")) conditionMessage(error) else as.character(error))

# Gives it back untold: it goes to whoever asks next.
hs_release <- function(trial) hs_end(trial, "release")

# Records a number beside the score, of a step or of the whole trial.
hs_record <- function(trial, metric, value, step = NULL) {
  if (is.null(step)) hs_of(trial, "record", metric = metric, value = hs_finite(value))
  else hs_of(trial, "record", metric = metric, value = hs_finite(value), step = hs_step(step))
  invisible(trial)
}

# Notes something of it.
hs_note <- function(trial, text) {
  hs_of(trial, "note", text = as.character(text))
  invisible(trial)
}

# Keeps a file of it, such as its model, under a name.
hs_artifact <- function(trial, name, file) {
  hs_of(trial, "artifact", name = name, file = normalizePath(file))
  invisible(trial)
}

# Keeps a file from which it can go on where it is interrupted; report the step before.
hs_checkpoint <- function(trial, step, file) {
  hs_of(trial, "checkpoint", step = hs_step(step), file = normalizePath(file))
  invisible(trial)
}

# Writes the checkpoint of an earlier attempt to a file, and gives the step after which to go on; NULL where there is none, and the trial
# begins anew. The study must be opened with resume = TRUE.
hs_restore <- function(trial, file) {
  if (is.null(trial$checkpoint)) return(NULL)
  hs_of(trial, "restore", file = file.path(normalizePath(dirname(file)), basename(file)))$step
}

# Calls a function with each trial that is left, and tells what it returns. An error fails its trial, and the next one is begun; where the
# first ten all fail, the last error comes out.
hs_run <- function(study, objective, most_failures = 10) {
  failures <- 0
  succeeded <- FALSE
  trial <- NULL
  on.exit(if (!is.null(trial) && !trial$told) try(hs_release(trial), silent = TRUE))
  while (!is.null(trial <- hs_ask(study))) {
    error <- tryCatch({
      hs_tell(trial, objective(trial))
      succeeded <- TRUE
      NULL
    }, error = function(error) error)
    if (is.null(error)) next
    if (!trial$told) {
      hs_fail(trial, error)
      failures <- failures + 1
      if (failures >= most_failures && !succeeded) stop(error)
    }
    message(sprintf("Trial %d: %s", as.integer(trial$number), conditionMessage(error)))
  }
  invisible(study)
}

# Gives back what was not told.
hs_close <- function(study) {
  if (!is.null(study$socket)) {
    try(hs_request(study, "end"), silent = TRUE)
    close(study$socket)
    study$socket <- NULL
  }
  if (!is.null(study$tool)) {
    close(study$tool)
    study$tool <- NULL
  }
  invisible(NULL)
}

print.hypersearch_study <- function(x, ...) cat(sprintf("study %s: %s %s over %s\n", x$name, x$goal, x$metric, paste(x$parameters, collapse = ", ")))

print.hypersearch_trial <- function(x, ...) cat(sprintf("trial %d of %s: %s\n", as.integer(x$number), x$study$name, hs_json(x$values)))

# What follows is for the functions above.

hs_protocol <- 1

hs_greeting <- function(connection) {
  line <- readLines(connection, 1, warn = FALSE)
  if (length(line) == 0) stop("`hypersearch serve` has ended; it has said why above. `dotnet tool install --global HyperSearch.Tool` installs it.", call. = FALSE)
  greeting <- hs_parse(line)
  if (!is.null(greeting$error)) stop(greeting$error, call. = FALSE)
  if (!identical(greeting$protocol, hs_protocol))
    stop(sprintf("This client speaks version %s of the protocol, and `hypersearch` speaks %s: take the client of its version.", hs_protocol, greeting$protocol), call. = FALSE)
  greeting
}

hs_request <- function(study, do, ...) {
  if (is.null(study$socket)) stop("The study is closed.", call. = FALSE)
  study$last <- study$last + 1
  writeLines(hs_json(list(id = study$last, do = do, ...)), study$socket)
  repeat {
    line <- readLines(study$socket, 1, warn = FALSE)
    if (length(line) == 0) stop("`hypersearch serve` has ended: trials that were not told go to whoever asks next.", call. = FALSE)
    answer <- hs_parse(line)
    # One that an interrupted call has not waited for is passed over.
    if (identical(answer$id, study$last)) break
  }
  if (!is.null(answer$error)) stop(structure(class = c(paste0("hypersearch_", answer$kind), "error", "condition"), list(message = answer$error, call = NULL)))
  answer
}

hs_of <- function(trial, do, ...) hs_request(trial$study, do, trial = trial$number, ...)

hs_end <- function(trial, do, ...) {
  tryCatch(hs_of(trial, do, ...), hypersearch_late = function(error) {
    trial$told <- TRUE
    stop(error)
  })
  trial$told <- TRUE
  invisible(trial)
}

hs_finite <- function(value) if (is.numeric(value) && length(value) == 1 && is.finite(value)) value else stop("A measurement is one number that is finite: where there is none, call hs_fail.", call. = FALSE)

hs_step <- function(step) if (is.numeric(step) && length(step) == 1 && is.finite(step) && step == round(step)) step else stop("A step is a whole number.", call. = FALSE)

# JSON of numbers, texts, flags and named lists of them, in ASCII.
hs_json <- function(value) {
  if (is.list(value)) return(paste0("{", paste(vapply(names(value), hs_text, ""), vapply(value, hs_json, ""), sep = ":", collapse = ","), "}"))
  if (length(value) != 1 || is.na(value)) stop("What is told is to be one value, and not NA.", call. = FALSE)
  if (is.logical(value)) return(if (value) "true" else "false")
  if (is.numeric(value)) return(if (value == round(value) && abs(value) < 1e15) sprintf("%.0f", value) else sprintf("%.17g", value))
  hs_text(value)
}

hs_text <- function(text) {
  codes <- utf8ToInt(enc2utf8(text))
  if (anyNA(codes)) stop("A text has characters that are none.", call. = FALSE)
  pairs <- codes > 0xFFFF
  plain <- codes >= 32 & codes < 127 & codes != 34 & codes != 92
  words <- character(length(codes))
  words[plain] <- strsplit(intToUtf8(codes[plain]), "")[[1]]
  words[!plain & !pairs] <- sprintf("\\u%04x", codes[!plain & !pairs])
  above <- codes[pairs] - 0x10000
  words[pairs] <- sprintf("\\u%04x\\u%04x", 0xD800 + above %/% 1024, 0xDC00 + above %% 1024)
  paste0("\"", paste(words, collapse = ""), "\"")
}

# An object of JSON in a line of ASCII, as `hypersearch serve` writes it.
hs_parse <- function(line) {
  tokens <- regmatches(line, gregexpr("\"(?:[^\"\\\\]++|\\\\.)*+\"|[-+0-9.eE]+|[][{}:,]|true|false|null", line, perl = TRUE))[[1]]
  at <- 0
  depth <- 0
  take <- function() tokens[[at <<- at + 1]]
  value <- function() {
    token <- take()
    switch(substr(token, 1, 1), "{" = object(), "[" = array(), "\"" = hs_unquote(token), t = TRUE, f = FALSE, n = NULL, as.numeric(token))
  }
  object <- function() {
    result <- list()
    depth <<- depth + 1
    while (tokens[[at + 1]] != "}") {
      name <- hs_unquote(take())
      take()
      # A whole number of 64 bits, which R has not, becomes one that set.seed takes.
      seed <- if (name == "seed" && depth == 1) as.numeric(substr(tokens[[at + 1]], max(1, nchar(tokens[[at + 1]]) - 8), 20))
      item <- value()
      result[name] <- list(if (is.null(seed)) item else seed)
      if (tokens[[at + 1]] == ",") take()
    }
    take()
    depth <<- depth - 1
    result
  }
  array <- function() {
    result <- list()
    while (tokens[[at + 1]] != "]") {
      result[length(result) + 1] <- list(value())
      if (tokens[[at + 1]] == ",") take()
    }
    take()
    result
  }
  value()
}

hs_unquote <- function(token) {
  text <- substr(token, 2, nchar(token) - 1)
  if (!grepl("\\", text, fixed = TRUE)) return(text)
  parts <- regmatches(text, gregexpr("\\\\u[0-9a-fA-F]{4}|\\\\.|[^\\\\]", text, perl = TRUE))[[1]]
  codes <- vapply(parts, function(part) {
    if (nchar(part) == 6) return(strtoi(substr(part, 3, 6), 16L))
    if (nchar(part) == 1) return(utf8ToInt(part))
    utf8ToInt(switch(substr(part, 2, 2), n = "\n", t = "\t", r = "\r", b = "\b", f = "\f", substr(part, 2, 2)))
  }, 0L)
  high <- which(codes >= 0xD800 & codes < 0xDC00)
  codes[high] <- 0x10000 + (codes[high] - 0xD800) * 1024 + codes[high + 1] - 0xDC00
  if (length(high) > 0) codes <- codes[-(high + 1)]
  intToUtf8(codes)
}
