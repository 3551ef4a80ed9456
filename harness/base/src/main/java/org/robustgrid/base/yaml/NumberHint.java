package org.robustgrid.base.yaml;

import java.util.regex.Pattern;

/** Why what looks like a number to a reader is none to YAML 1.2. */
final class NumberHint {

  private static final Pattern NUMBER =
      Pattern.compile("\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*");

  /** With underscores, in binary, in sexagesimal digits; numbers of YAML 1.1 or of languages. */
  private static final Pattern FOREIGN =
      Pattern.compile("[-+]?(0[bB][01_]+|[\\d.]+(_[\\d.]+)+|\\d+(:\\d+)+(\\.\\d*)?)");

  private NumberHint() {}

  /** A hint to follow a message; empty if there is none. */
  static String of(YamlValue value) {
    if (value.quoted() && NUMBER.matcher(value.text()).matches()) {
      return " in quotes, which make it a text; remove the quotes";
    }
    return FOREIGN.matcher(value.text()).matches()
        ? "; write it in decimal digits, without '_', ':' or '0b'"
        : "";
  }
}
