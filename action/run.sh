#!/usr/bin/env bash
# Installs kyselylint from the action's own checkout, runs it once, and ends with its exit code.
# An input is one element of an array, never shell text. Written for bash 3.2, which macOS has.
set -euo pipefail

work=$RUNNER_TEMP/kyselylint
annotations=$work/annotations
sarif=$work/kyselylint.sarif

main() {
  local code=0
  read_inputs
  install
  lint || code=$?
  show_annotations
  write_outputs "$code"
  exit "$code"
}

# Wrong usage, in words of ours only: an input must not reach the log as a workflow command.
refuse() {
  echo "::error title=kyselylint::$1"
  exit 2
}

read_inputs() {
  local line
  arguments=(check --no-progress --format=pretty "--format=sarif=$sarif")
  paths=()
  add_value config "$INPUT_CONFIG"
  add_value preset "$INPUT_PRESET"
  add_value fail-on "$INPUT_FAIL_ON"
  if is_on require-queries "$INPUT_REQUIRE_QUERIES"; then arguments+=(--require-queries); fi
  if is_on annotations "$INPUT_ANNOTATIONS"; then arguments+=("--format=github=$annotations"); fi
  if is_on summary "$INPUT_SUMMARY"; then arguments+=("--format=markdown=$GITHUB_STEP_SUMMARY"); fi
  while IFS= read -r line; do
    if [[ -n $line ]]; then arguments+=("$line"); fi
  done <<<"$INPUT_ARGS"
  while IFS= read -r line; do
    if [[ -n $line ]]; then paths+=("$line"); fi
  done <<<"$INPUT_PATHS"
  if [[ ${#paths[@]} -eq 0 ]]; then refuse "the input paths names no path"; fi
}

add_value() {
  if [[ $2 == *$'\n'* ]]; then refuse "the input $1 must be one line"; fi
  if [[ -n $2 ]]; then arguments+=("--$1=$2"); fi
}

is_on() {
  case $2 in
    true) return 0 ;;
    false) return 1 ;;
    *) refuse "the input $1 must be true or false" ;;
  esac
}

# -I everywhere: the code under test may hold a venv.py or a pip.py, and Python looks in the current folder first.
install() {
  local python
  echo "::group::Install kyselylint"
  python=$(command -v python3 || command -v python) || refuse "Python 3.11 or newer is needed: add actions/setup-python before this step"
  "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    refuse "Python is older than 3.11: add actions/setup-python before this step"
  "$python" -I -m venv "$work/venv"
  bin=$work/venv/bin
  if [[ ! -d $bin ]]; then bin=$work/venv/Scripts; fi # Windows
  "$bin/python" -I -m pip install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH"
  echo "::endgroup::"
}

# Code frames show lines of the code under test, so workflow commands are switched off while they are printed.
lint() {
  local code=0 token="kyselylint-$RANDOM$RANDOM$RANDOM$RANDOM"
  unset CDPATH
  cd -- "$INPUT_WORKING_DIRECTORY" || refuse "the input working-directory is not a folder"
  rm -f "$annotations" "$sarif"
  echo "::stop-commands::$token"
  "$bin/kyselylint" "${arguments[@]}" -- "${paths[@]}" 2>&1 || code=$?
  echo "::$token::"
  return "$code"
}

# Only the commands: the findings beyond GitHub's limit are in the log above, and the runner would read
# a path in such a line as a command too, for it skips leading spaces and finds `##[` anywhere.
show_annotations() {
  if [[ -f $annotations ]]; then grep '^::' "$annotations" || true; fi
}

write_outputs() {
  echo "exit-code=$1" >>"$GITHUB_OUTPUT"
  if [[ -f $sarif ]]; then echo "sarif-file=$sarif" >>"$GITHUB_OUTPUT"; fi
}

main
