package org.robustgrid.report.html;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Builds SVG; every text and attribute is escaped, every element is closed. */
final class Markup implements Content {

  private static final Set<String> ON_LINES_OF_THEIR_OWN =
      Set.of("section", "table", "tr", "li", "figure", "p", "h2", "h3", "svg", "dl", "nav", "div");

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn; a null value leaves the attribute out
   */
  Markup open(String tag, String... attributes) {
    start(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** Closes the innermost element. */
  Markup close() {
    String tag = open.pop();
    out.append("</").append(tag).append('>');
    if (ON_LINES_OF_THEIR_OWN.contains(tag)) {
      out.append('\n');
    }
    return this;
  }

  /** Writes an element that holds text only. */
  Markup leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** Writes an element without content. */
  Markup empty(String tag, String... attributes) {
    start(tag, attributes);
    out.append("/>");
    return this;
  }

  Markup text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Appends finished markup. */
  Markup append(Markup other) {
    out.append(other);
    return this;
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i + 1] != null) {
        out.append(' ').append(attributes[i]).append("=\"");
        out.append(escape(attributes[i + 1])).append('"');
      }
    }
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> {
          boolean control = c < ' ' && c != '\n' && c != '\t' || c == '\u007f';
          escaped.append(control ? '\ufffd' : c);
        }
      }
    }
    return escaped.toString();
  }

  @Override
  public void writeTo(TemplateOutput output) {
    output.writeContent(toString());
  }

  /**
   * The markup so far.
   *
   * @throws IllegalStateException when an element is still open
   */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("element <" + open.peek() + "> is still open");
    }
    return out.toString();
  }
}
