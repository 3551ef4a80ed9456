package org.robustgrid.report.badge;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Draws a badge: two fields of one height, text in the reader's sans-serif. */
final class BadgeSvg {

  private static final int HEIGHT = 20;
  private static final int PADDING = 6;
  private static final int FONT = 11;

  private final XMLStreamWriter out;

  private BadgeSvg(XMLStreamWriter out) {
    this.out = out;
  }

  static String draw(Badge badge, String colour) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new BadgeSvg(writer).document(badge, colour);
      writer.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text in memory can always be written", e);
    }
    return text.append('\n').toString();
  }

  private void document(Badge badge, String colour) throws XMLStreamException {
    int left = width(badge.label()) + 2 * PADDING;
    int right = width(badge.message()) + 2 * PADDING;
    out.writeStartElement("svg");
    out.writeAttribute("xmlns", "http://www.w3.org/2000/svg");
    attributes("width", left + right, "height", HEIGHT, "role", "img");
    out.writeAttribute("aria-label", badge.description());
    out.writeStartElement("title");
    out.writeCharacters(badge.description());
    out.writeEndElement();
    rectangle(0, left, "#3b424a");
    rectangle(left, right, colour);
    out.writeStartElement("g");
    attributes("fill", "#fff", "font-family", "Verdana,DejaVu Sans,sans-serif", "font-size", FONT);
    text(badge.label(), PADDING);
    text(badge.message(), left + PADDING);
    out.writeEndElement();
    out.writeEndElement();
  }

  private void rectangle(int x, int width, String colour) throws XMLStreamException {
    out.writeEmptyElement("rect");
    attributes("x", x, "width", width, "height", HEIGHT, "fill", colour);
  }

  /** A text that is as wide as its field, whatever font draws it. */
  private void text(String text, int x) throws XMLStreamException {
    out.writeStartElement("text");
    attributes("x", x, "y", 14, "textLength", width(text), "lengthAdjust", "spacingAndGlyphs");
    out.writeCharacters(text);
    out.writeEndElement();
  }

  private void attributes(Object... namesAndValues) throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      out.writeAttribute(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
    }
  }

  /** About what a text takes in Verdana of 11 pixels. */
  private static int width(String text) {
    double width = text.codePoints().mapToDouble(BadgeSvg::advance).sum();
    return (int) Math.ceil(width);
  }

  private static double advance(int character) {
    if (" ,.:;[]()il|'!jt".indexOf(character) >= 0) {
      return 4.4;
    }
    if ("mwMW%∞@".indexOf(character) >= 0) {
      return 10.5;
    }
    return Character.isUpperCase(character) ? 7.8 : 6.9;
  }
}
