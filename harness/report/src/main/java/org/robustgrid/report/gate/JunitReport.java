package org.robustgrid.report.gate;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.robustgrid.leaderboard.gate.Status;
import org.robustgrid.leaderboard.gate.Verdict;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

/**
 * Writes a verdict as JUnit XML: a test case for each finding, a failure for what failed, an error
 * for what is inconclusive; notes go to the suite's output.
 */
public final class JunitReport {

  private final XMLStreamWriter out;

  private JunitReport(XMLStreamWriter out) {
    this.out = out;
  }

  /** The whole document, lines ended by {@code \n}. */
  public static String write(Verdict verdict) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new JunitReport(writer).document(verdict);
      writer.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text in memory can always be written", e);
    }
    return text.toString();
  }

  private void document(Verdict verdict) throws XMLStreamException {
    List<Finding> cases =
        FindingText.gravestFirst(verdict).stream().filter(f -> f.status() != Status.NOTE).toList();
    out.writeStartDocument("UTF-8", "1.0");
    line();
    out.writeStartElement("testsuites");
    counts(verdict, cases);
    line();
    out.writeStartElement("testsuite");
    counts(verdict, cases);
    line();
    for (Finding finding : cases) {
      testCase(finding);
    }
    if (!verdict.of(Status.NOTE).isEmpty()) {
      out.writeStartElement("system-out");
      for (Finding finding : verdict.of(Status.NOTE)) {
        out.writeCharacters(clean(finding.place() + ": " + FindingText.sentence(finding) + "\n"));
      }
      out.writeEndElement();
      line();
    }
    out.writeEndElement();
    line();
    out.writeEndElement();
    line();
    out.writeEndDocument();
  }

  private void counts(Verdict verdict, List<Finding> cases) throws XMLStreamException {
    attribute("name", "robustgrid gate: " + verdict.grid());
    attribute("tests", Integer.toString(cases.size()));
    attribute("failures", Integer.toString(verdict.of(Status.FAILED).size()));
    attribute("errors", Integer.toString(verdict.of(Status.INCONCLUSIVE).size()));
    attribute("skipped", "0");
  }

  private void testCase(Finding finding) throws XMLStreamException {
    out.writeStartElement("testcase");
    attribute("classname", finding.board().isEmpty() ? "leaderboard" : finding.board());
    attribute("name", finding.row().isEmpty() ? finding.what() : named(finding));
    if (finding.status() == Status.FAILED) {
      problem("failure", finding);
    } else if (finding.status() == Status.INCONCLUSIVE) {
      problem("error", finding);
    }
    out.writeEndElement();
    line();
  }

  private static String named(Finding finding) {
    return finding.row() + ": " + finding.what();
  }

  private void problem(String element, Finding finding) throws XMLStreamException {
    out.writeStartElement(element);
    attribute("message", finding.message());
    attribute("type", FindingText.word(finding.status()));
    out.writeCharacters(clean(finding.place() + ": " + FindingText.sentence(finding)));
    out.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    out.writeAttribute(name, clean(value));
  }

  private void line() throws XMLStreamException {
    out.writeCharacters("\n");
  }

  /** Replaces what no XML 1.0 document may contain. */
  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().map(c -> allowed(c) ? c : 0xFFFD).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c >= 0x20 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000;
  }
}
