"""A client of HyperSearch: asks for the trials of a study and tells what has come of them.

Copy this file beside your program. It needs Python 3.8 or newer and the command `hypersearch`, and nothing else.

    from hypersearch import Study

    with Study("my-study", store="runs.db") as study:
        for trial in study.trials():
            model = build(trial["lr"], trial["layers"])
            for epoch in range(20):
                accuracy = train(model)
                if not trial.report(epoch, accuracy):    # the pruner has had enough
                    break
            trial.tell(accuracy)

The study is on record by then: made by `hypersearch tune study.yaml` or `hypersearch tune --param lr~log:1e-5:1e-1 …`, or by a
study file of C#, with Study(command=["dotnet", "run", "study.cs", "--"]). What was not told when the `with` ends, however it ends,
goes to whoever asks next. Several threads may ask and tell at once, and so may several processes and machines that share the store.

Where a function returns the score, study.run(function) does all of it, and an exception fails its trial alone.
"""

import json
import math
import os
import subprocess
import threading
import traceback

__all__ = ["Study", "Trial", "HyperSearchError", "TooLate", "PROTOCOL"]

PROTOCOL = 1


class HyperSearchError(Exception):
    """HyperSearch cannot do what was asked of it; the message says why."""


class TooLate(HyperSearchError):
    """The trial is another's by now, was ended by hand, or was told before: what was told of it is discarded."""


class Study:
    """A study on record, whose trials this program runs.

    name     its name, as `hypersearch list` prints it; None where `command` is a study file
    store    a SQLite file or postgres://user@host/database; by default $HYPERSEARCH_STORE, else hypersearch.db
    trials, strategy, pruner, lease    as --trials, --strategy, --pruner, --lease of `hypersearch serve`
    resume   whether this program can go on from checkpoints: see Trial.checkpoint
    command  what is called; by default `hypersearch`, or what $HYPERSEARCH_COMMAND names
    """

    def __init__(self, name=None, store=None, *, trials=None, strategy=None, pruner=None, lease=None, resume=False, command=None, options=()):
        words = list(command) if command else [os.environ.get("HYPERSEARCH_COMMAND", "hypersearch")]
        words.append("serve")
        if name is not None:
            words.append(name)
        for option, value in (("--store", store), ("--trials", trials), ("--strategy", strategy), ("--pruner", pruner), ("--lease", lease)):
            if value is not None:
                words += [option, str(value)]
        self._resume = resume
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._owner = os.getpid()
        self._waiting = {}
        self._last_id = 0
        self._ended = None
        self._reader = None
        # Ctrl-C is for this program, which ends the other one by closing its input.
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {"start_new_session": True}
        try:
            self._process = subprocess.Popen(words + list(options), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1, **apart)
        except OSError as error:
            raise HyperSearchError(
                "`%s` could not be started: %s. `dotnet tool install --global HyperSearch.Tool` installs it." % (words[0], error)
            ) from error
        self._begin()

    def _begin(self):
        try:
            line = self._process.stdout.readline()
            greeting = json.loads(line) if line else {"error": "`hypersearch serve` has ended with exit code %s; it has said why above." % self._process.wait()}
            if "error" in greeting:
                raise HyperSearchError(greeting["error"])
            if greeting.get("protocol") != PROTOCOL:
                raise HyperSearchError("This client speaks version %s of the protocol, and `hypersearch` speaks %s: take the client of its version." % (PROTOCOL, greeting.get("protocol")))
        except BaseException:
            self._close()
            raise
        self.name = greeting["study"]
        self.goal = greeting["goal"]
        self.metric = greeting["metric"]
        self.parameters = greeting["parameters"]
        self._reader = threading.Thread(target=self._read, name="answers of hypersearch", daemon=True)
        self._reader.start()

    def ask(self):
        """The next trial, or None where nothing is left to start: `end` says why."""
        answer = self._request("ask", resume=True) if self._resume else self._request("ask")
        if "trial" in answer:
            return Trial(self, answer)
        self.end = answer["message"]
        return None

    def trials(self):
        """All trials that are left, one after the other. The body of the loop tells each, or gives it back with `release`."""
        while True:
            trial = self.ask()
            if trial is None:
                return
            try:
                yield trial
            finally:
                is_told = trial.is_told
                if not is_told:
                    self._release(trial)
            if not is_told:
                raise HyperSearchError("Trial %d was neither told nor given back: call tell, fail or release." % trial.number)

    def run(self, objective, most_failures=10):
        """Calls a function with each trial that is left, and tells what it returns.

        What it raises fails its trial, and the next one is begun; where the first `most_failures` all fail, the last error comes out.
        """
        failures, has_succeeded = 0, False
        for trial in self.trials():
            try:
                trial.tell(objective(trial))
                has_succeeded = True
            except TooLate:
                traceback.print_exc()
            except Exception as error:
                if trial.is_told:
                    raise
                trial.fail(error)
                failures += 1
                if failures >= most_failures and not has_succeeded:
                    raise
                traceback.print_exc()

    @staticmethod
    def _release(trial):
        try:
            trial.release()
        except HyperSearchError:
            pass  # `hypersearch serve` has ended, and so has given it back.

    end = None
    """Why nothing is left to start; None while something is."""

    def close(self):
        """Gives back what was not told. Called by `with`."""
        if self._process.poll() is None:
            try:
                self._request("end")
            except HyperSearchError:
                pass  # It has ended by itself, which gives them back as well.
        self._close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _close(self):
        try:
            self._process.stdin.close()
        except OSError:
            pass  # Nobody reads what was still to be written.
        self._process.wait()
        if self._reader is not None:
            self._reader.join()
        self._process.stdout.close()

    def _request(self, do, **fields):
        if os.getpid() != self._owner:
            raise HyperSearchError("The study was opened by another process: open it in the process that asks.")
        answer = _Answer()
        with self._lock:
            if self._ended is not None:
                raise HyperSearchError(self._ended)
            self._last_id += 1
            line = json.dumps(dict(fields, id=self._last_id, do=do), allow_nan=False)
            self._waiting[self._last_id] = answer
        with self._writing:
            try:
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()
            except (OSError, ValueError):
                pass  # It has ended, which the reader tells whoever waits.
        answer.arrived.wait()
        if answer.fields is None:
            raise HyperSearchError(self._ended)
        if "error" in answer.fields:
            raise (TooLate if answer.fields.get("kind") == "late" else HyperSearchError)(answer.fields["error"])
        return answer.fields

    def _read(self):
        try:
            for line in self._process.stdout:
                fields = json.loads(line)
                with self._lock:
                    answer = self._waiting.pop(fields.get("id"), None)
                if answer is not None:
                    answer.fields = fields
                    answer.arrived.set()
        finally:
            with self._lock:
                self._ended = "`hypersearch serve` has ended: trials that were not told go to whoever asks next."
                waiting, self._waiting = self._waiting, {}
            for answer in waiting.values():
                answer.arrived.set()


class Trial:
    """A trial that this program runs. `trial["lr"]` is the value of a parameter; one that is not active is not there."""

    def __init__(self, study, asked):
        self._study = study
        self.number = asked["trial"]
        """Its number within the study, from 0."""
        self.attempt = asked["attempt"]
        """How often it was begun, this time included."""
        self.seed = asked["seed"]
        """For all that it draws by chance: up to 2**64, and the same whenever it is begun. NumPy takes seed % 2**32."""
        self.values = asked["values"]
        """The values of its active parameters, by name."""
        self.should_stop = False
        """Whether the pruner has told it to stop: then `tell` records it as pruned, with its last measurement."""
        self.is_told = False
        self._checkpoint = asked.get("checkpoint")

    def __getitem__(self, parameter):
        return self.values[parameter]

    def __contains__(self, parameter):
        return parameter in self.values

    def get(self, parameter, default=None):
        return self.values.get(parameter, default)

    def report(self, step, value, **curves):
        """Records what was measured at a step, with other curves beside it. False: end it, and tell.

        Steps are whole numbers that rise. A value that is not finite raises a ValueError: such a trial has failed.
        """
        answer = self._request("report", step=int(step), value=_finite(value), **({"curves": _numbers(curves)} if curves else {}))
        self.should_stop = answer["stop"]
        return not self.should_stop

    def tell(self, value, **metrics):
        """Its score, with which it ends, and numbers beside it. A score that is not finite, as of a training that diverged, is a failure."""
        value = float(value)
        if not math.isfinite(value) and not self.should_stop:
            return self.fail("The score is %s: it must be finite." % value)
        # Of one that was stopped its last measurement counts.
        self._end("tell", value=value if math.isfinite(value) else 0, **({"metrics": _numbers(metrics)} if metrics else {}))

    def fail(self, error):
        """It has failed, with which it ends: an exception, or a text."""
        self._end("fail", error="%s: %s" % (type(error).__name__, error) if isinstance(error, BaseException) else str(error))

    def release(self):
        """Gives it back untold: it goes to whoever asks next."""
        self._end("release")

    def record(self, metric, value, step=None):
        """Records a number beside the score."""
        self._request("record", metric=metric, value=_finite(value), **({} if step is None else {"step": int(step)}))

    def note(self, text):
        """Notes something of it."""
        self._request("note", text=str(text))

    def save_artifact(self, name, file):
        """Keeps a file of it, such as its model, under a name."""
        self._request("artifact", name=name, file=os.path.abspath(file))

    def save_checkpoint(self, step, file):
        """Keeps a file from which it can go on where it is interrupted; report the step before."""
        self._request("checkpoint", step=int(step), file=os.path.abspath(file))

    def restore(self, file):
        """Writes the checkpoint of an earlier attempt to a file.

        Returns the step at which it was saved, after which to go on; None where there is none, and the trial begins anew. The study
        must be opened with resume=True.
        """
        if self._checkpoint is None:
            return None
        return self._request("restore", file=os.path.abspath(file))["step"]

    def __repr__(self):
        return "<trial %d of %s: %s>" % (self.number, self._study.name, self.values)

    def _request(self, do, **fields):
        return self._study._request(do, trial=self.number, **fields)

    def _end(self, do, **fields):
        try:
            self._request(do, **fields)
        except TooLate:
            self.is_told = True
            raise
        self.is_told = True


class _Answer:
    def __init__(self):
        self.arrived = threading.Event()
        self.fields = None


def _finite(value):
    value = float(value)
    if not math.isfinite(value):
        raise ValueError("A measurement must be finite, but it is %s: call fail." % value)
    return value


def _numbers(values):
    return {name: _finite(value) for name, value in values.items()}
