"""Prints what became of the models that convert.py recorded, from status.json and the report of `verify --json`.

    table.py FOLDER
"""
import collections
import json
import os
import sys

# Deeplearning4j 1.0.0-M2.1 alone, on 608 models of KonduitAI/dl4j-test-resources, within 1e-4 of real Keras.
RAW_DL4J = 'Deeplearning4j alone: 494 of 608 right; 58 do not import, 13 of a wrong shape, 9 hang, 5 fail, 4 wrong, 2 crash the JVM'


def main(folder):
    with open(os.path.join(folder, 'status.json')) as stream:
        status = json.load(stream)
    with open(os.path.join(folder, 'results.json')) as stream:
        results = json.load(stream)['results']
    runs = {name for name in status if status[name]['generation']}
    outcomes = {os.path.splitext(name)[0]: {} for name in runs}
    for result in results:
        key = fixture_of(result['fixture'], outcomes)
        outcomes[key][result['engine']] = (result['outcome'], first_message(result))
    engines = sorted({engine for outcome in outcomes.values() for engine in outcome if engine})
    print('%d models, %d of them run by real Keras (%s)\n' % (len(status), len(runs), ', '.join(
        '%s: %d' % item for item in sorted(collections.Counter(status[n]['generation'] for n in runs).items()))))
    columns = ['any engine'] + engines
    kinds = ['right', 'wrong', 'error', 'refused']
    counts = {column: collections.Counter() for column in columns}
    bad = []
    for name, outcome in sorted(outcomes.items()):
        for engine in engines:
            counts[engine][kind(outcome.get(engine, outcome.get('', ('skipped', '')))[0])] += 1  # '' is a fixture that no engine got to
        together = overall(outcome)
        counts['any engine'][together] += 1
        if together != 'right':
            bad.append((name, together, '; '.join('%s: %s' % (e, m) for e, (o, m) in sorted(outcome.items()) if kind(o) != 'right')))
    print('| | ' + ' | '.join(columns) + ' |\n| --- |' + ' ---: |' * len(columns))
    for row in kinds:
        print('| %s | %s |' % (row, ' | '.join(str(counts[column][row]) for column in columns)))
    print('\n' + RAW_DL4J)
    for title, rows in [('Not right', bad), ('Real Keras cannot run', [
            (name, 'left out', list(status[name]['messages'].values())[0]) for name in sorted(set(status) - runs)])]:
        if rows:
            print('\n%s:' % title)
        for name, what, message in rows:
            print('  %-7s %s: %s' % (what, name, message[:200]))
    return 1 if counts['any engine']['wrong'] + counts['any engine']['error'] else 0


def fixture_of(name, known):
    """verify names a fixture by its path as given; the recorded ones end so."""
    for key in sorted(known, key=len, reverse=True):
        if name == key or name.endswith('/' + key) or key.endswith('/' + name):
            return key
    raise SystemExit('the report names a fixture that was not recorded: ' + name)


def kind(outcome):
    return {'ok': 'right', 'failed': 'wrong', 'error': 'error', 'skipped': 'refused'}[outcome]


def overall(outcome):
    """One wrong engine spoils a model; a refusal by one does not spoil the other's right answer."""
    kinds = [kind(what) for what, _ in outcome.values()]
    for worst in ['wrong', 'error', 'right']:
        if worst in kinds:
            return worst
    return 'refused'


def first_message(result):
    text = result.get('message') or next((d['message'] for d in result.get('differences', [])), '')
    return ' '.join(text.split())


if __name__ == '__main__':
    if len(sys.argv) != 2:
        raise SystemExit('usage: table.py FOLDER')
    sys.exit(main(sys.argv[1]))
