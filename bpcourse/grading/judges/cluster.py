"""Cluster: the same judges on many machines, through Dask.

The exercises go to every worker once, also to those that come later; a submission travels with its
task; what comes back is data. If a worker is lost, its tasks are done by another one.
"""

import io
import shutil
import tempfile
import threading
import time
import zipfile
from itertools import islice
from pathlib import Path

from distributed import Client, WorkerPlugin, as_completed, get_worker

from ..._version import __version__
from ...checking.exercise import ANSWERS
from ...errors import UserError
from ..results.verdict import Verdict
from ..sandbox.protections import Protections
from .judge_process import ChecksError, JudgeError, JudgeProcess
from .pool import Judged, in_rounds

BATCH = 8  # submissions in a task: it takes about a tenth of a second, a task's way a thousandth
AHEAD = 4  # tasks under way for each thread of the cluster, so that none waits and none pile up
LOSSES = 5  # workers that one task may lose before it is taken for the reason
CONNECT = 20  # seconds


class Cluster:
    """The judges of one catalogue on all workers of a Dask cluster."""

    def __init__(self, catalogue, settings, *, address, weak=False):
        try:
            self.client = Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise UserError(f"There is no Dask scheduler at {address} ({error}).") from None
        self.name = f"bpcourse-{catalogue.fingerprint}"
        options = {"seconds": settings.timeout, "memory": settings.memory << 20, "weak": weak}
        plugin = JudgePlugin(pack(catalogue), options)
        try:
            self.client.register_plugin(plugin, name=self.name)
        except Exception as error:
            self.client.close()
            raise UserError(f"The workers at {address} cannot grade: {error}") from None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.client.unregister_worker_plugin(self.name)
        self.client.close()

    def protections(self):
        """What protects on all workers: what is missing on one is missing."""
        if not self.client.scheduler_info()["workers"]:
            raise UserError("The Dask cluster has no workers yet. Start some, then try again.")
        found = self.client.run(_protections, self.name)
        versions = {version for version, _ in found.values()}
        if versions != {__version__}:
            raise UserError(f"The workers have bpcourse {', '.join(versions)}, not {__version__}.")
        return Protections(
            {name: why for _, missing in found.values() for name, why in missing.items()}
        )

    def run(self, tasks):
        """Yields a Judged for each of the `tasks`, pairs of a submission and a seed."""
        return in_rounds(self._round, tasks)

    def _round(self, tasks):
        """The same, once."""
        tasks, batches = iter(tasks), {}
        done = as_completed(loop=self.client.loop, with_results=True, raise_errors=False)
        waiting = True
        while waiting or batches:
            while waiting and len(batches) < AHEAD * max(1, self._threads()):
                batch = list(islice(tasks, BATCH))
                waiting = bool(batch)
                yield from (
                    Judged(*task, [], 0.0, Protections()) for task in batch if not _open(task)
                )
                batch = list(filter(_open, batch))
                if batch:
                    future = self._submit(batch)
                    batches[future.key] = batch
                    done.add(future)
            if batches:
                future, result = next(done)
                yield from self._judged(batches.pop(future.key), future, result)

    def _threads(self):
        return sum(self.client.nthreads().values())

    def _submit(self, batch):
        work = [(list(submission.answers.items()), seed) for submission, seed in batch]
        return self.client.submit(judge_batch, self.name, work, pure=False, retries=LOSSES)

    def _judged(self, batch, future, result):
        if future.status != "finished":
            why = type(result[1] if isinstance(result, tuple) else result).__name__
            for task in batch:
                yield Judged(*task, [], 0.0, Protections(), f"the cluster has lost it ({why}).")
            return
        for task, (verdicts, seconds, missing, lost) in zip(batch, result, strict=True):
            found = [Verdict.from_data(data) for data in verdicts]
            yield Judged(*task, found, seconds, Protections(missing), lost)


def _open(task):
    return bool(task[0].answers)


# ---- on the worker ----


class JudgePlugin(WorkerPlugin):
    """What a worker needs: the exercises, and as many judges as it is asked at once."""

    def __init__(self, packed, options):
        self.packed, self.options = packed, options

    def setup(self, worker):
        self.lock, self.free, self.all = threading.Lock(), [], []
        self.folder = Path(tempfile.mkdtemp(dir=worker.local_directory))
        self.exercises, self.private = unpack(self.packed, self.folder)

    def teardown(self, worker):
        for judge in self.all:
            judge.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def take(self):
        with self.lock:
            if self.free:
                return self.free.pop()
        judge = JudgeProcess(
            self.exercises, private=self.private, hidden=[self.folder], **self.options
        )
        with self.lock:
            self.all.append(judge)
        judge.wait()
        return judge

    def give(self, judge):
        with self.lock:
            self.free.append(judge)


def judge_batch(name, work):
    """Judge a batch on the worker where this runs; plain data for each submission."""
    plugin = get_worker().plugins[name]
    judge = plugin.take()
    try:
        return [_judge_one(judge, answers, seed) for answers, seed in work]
    finally:
        plugin.give(judge)


def _judge_one(judge, answers, seed):
    began, lost, verdicts = time.perf_counter(), "", []
    for attempt in (1, 2):
        try:
            verdicts = judge.judge(answers, seed)
            break
        except ChecksError as error:
            lost = str(error)
            break
        except JudgeError as error:
            judge.end()
            judge.start()
            lost = f"{error}." if attempt == 2 else ""
    seconds = time.perf_counter() - began
    missing = judge.protections.missing if judge.protections else {}
    return [verdict.to_data() for verdict in verdicts], seconds, missing, lost


def _protections(name, dask_worker):
    plugin = dask_worker.plugins[name]
    judge = plugin.take()
    try:
        return __version__, judge.protections.missing
    finally:
        plugin.give(judge)


# ---- the exercises, as bytes ----


def pack(catalogue):
    """What a judge needs of the exercises: no model answer, no mistakes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for exercise in catalogue.exercises:
            for path in sorted(exercise.folder.iterdir()):
                if path.is_file() and path.name not in ("task.md", *ANSWERS):
                    packed.write(path, f"exercises/{exercise.name}/{path.name}")
        for number, (name, path) in enumerate(catalogue.private):
            packed.write(path, f"private/{number:04}/{name}/{path.name}")
    return data.getvalue()


def unpack(data, folder):
    """The exercises' folders and pairs for the private checks, as JudgeProcess takes them."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        packed.extractall(folder)
        names = packed.namelist()
    exercises = dict.fromkeys(name.split("/")[1] for name in names if name.startswith("exercises/"))
    private = [(name.split("/")[2], folder / name) for name in names if name.startswith("private/")]
    return [folder / "exercises" / name for name in exercises], private
