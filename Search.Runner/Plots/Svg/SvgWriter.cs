using System.Globalization;
using System.Text;
using System.Xml;

namespace HyperSearch.Runner;

/// <summary>Writes a picture as SVG: lines, bars, points and text, in pixels from the upper left corner, to a tenth.</summary>
/// <remarks>The same calls give the same bytes. It uses attributes alone, no style sheet, so that every program shows the same.</remarks>
internal sealed class SvgWriter : IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    private readonly StringBuilder _text = new();
    private readonly XmlWriter _xml;

    /// <param name="width">The picture's.</param>
    /// <param name="height">The picture's.</param>
    /// <param name="title">What it is called, for who does not see it.</param>
    /// <param name="font">The family of its text.</param>
    public SvgWriter(double width, double height, string title, string font = "sans-serif")
    {
        _xml = XmlWriter.Create(_text, new() { OmitXmlDeclaration = true, Indent = true, IndentChars = "", NewLineChars = "\n" });
        _xml.WriteStartElement("svg", Namespace);
        Attribute("width", width);
        Attribute("height", height);
        Attribute("viewBox", $"0 0 {Number(width)} {Number(height)}");
        Attribute("font-family", font);
        Attribute("role", "img");
        _xml.WriteElementString("title", Namespace, SvgText.Line(title));
    }

    /// <summary>Ends the picture.</summary>
    /// <returns>The whole document.</returns>
    public string Finish()
    {
        _xml.WriteEndElement();
        _xml.Flush();
        return _text.Append('\n').ToString();
    }

    /// <summary>What is drawn until it is disposed has this style.</summary>
    public IDisposable Group(SvgStyle style)
    {
        Start("g");
        Attribute("fill", style.Fill);
        Attribute("stroke", style.Stroke);
        if (style.Stroke != "none")
            Attribute("stroke-width", style.Width);
        if (style.Dashes is { } dashes)
            Attribute("stroke-dasharray", dashes);
        if (style.Opacity < 1)
            Attribute("opacity", style.Opacity);
        return new OpenGroup(_xml);
    }

    public void Line(double fromX, double fromY, double toX, double toY)
    {
        Start("line");
        Attribute("x1", fromX);
        Attribute("y1", fromY);
        Attribute("x2", toX);
        Attribute("y2", toY);
        _xml.WriteEndElement();
    }

    /// <summary>A line through points.</summary>
    public void Line(IEnumerable<(double X, double Y)> points)
    {
        Start("polyline");
        Attribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}")));
        _xml.WriteEndElement();
    }

    /// <param name="x">The left side.</param>
    /// <param name="y">The upper side.</param>
    /// <param name="width">At least 0.</param>
    /// <param name="height">At least 0.</param>
    /// <param name="radius">Of the corners.</param>
    public void Bar(double x, double y, double width, double height, double radius = 0)
    {
        Start("rect");
        Attribute("x", x);
        Attribute("y", y);
        Attribute("width", width);
        Attribute("height", height);
        if (radius > 0)
            Attribute("rx", radius);
        _xml.WriteEndElement();
    }

    /// <param name="symbol">The point's shape.</param>
    /// <param name="x">The middle.</param>
    /// <param name="y">The middle.</param>
    /// <param name="radius">Of the circle; the other shapes are about as large.</param>
    public void Point(SvgSymbol symbol, double x, double y, double radius)
    {
        if (symbol == SvgSymbol.Circle)
        {
            Start("circle");
            Attribute("cx", x);
            Attribute("cy", y);
            Attribute("r", radius);
            _xml.WriteEndElement();
            return;
        }
        Start("path");
        var (r, wide, tip) = (Number(radius), Number(2 * radius), Number(1.4 * radius));
        Attribute("d", symbol switch
        {
            SvgSymbol.Triangle => $"M{Number(x - radius)},{Number(y - 0.8 * radius)}h{wide}l-{r},{wide}z",
            SvgSymbol.Cross => $"M{Number(x - radius)},{Number(y - radius)}l{wide},{wide}m0,-{wide}l-{wide},{wide}",
            SvgSymbol.Diamond => $"M{Number(x)},{Number(y - 1.4 * radius)}l{tip},{tip}l-{tip},{tip}l-{tip},-{tip}z",
            _ => throw new ArgumentOutOfRangeException(nameof(symbol), symbol, "There is no such symbol."),
        });
        _xml.WriteEndElement();
    }

    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">Any text.</param>
    /// <param name="font">How it looks.</param>
    public void Text(double x, double y, string text, SvgFont font)
    {
        Start("text");
        Attribute("x", x);
        Attribute("y", y);
        Attribute("font-size", font.Size);
        Attribute("fill", font.Color);
        if (font.Anchor != "start")
            Attribute("text-anchor", font.Anchor);
        if (font.IsBold)
            Attribute("font-weight", "bold");
        if (font.Length is { } length)
        {
            Attribute("textLength", length);
            Attribute("lengthAdjust", "spacingAndGlyphs");
        }
        if (font.Turn != 0)
            Attribute("transform", $"rotate({Number(font.Turn)} {Number(x)} {Number(y)})");
        _xml.WriteString(SvgText.Line(text));
        _xml.WriteEndElement();
    }

    public void Dispose() => _xml.Dispose();

    // Adding zero turns −0 into 0.
    private static string Number(double value) => (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    private void Start(string element) => _xml.WriteStartElement(element, Namespace);

    private void Attribute(string name, double value) => Attribute(name, Number(value));

    private void Attribute(string name, string value) => _xml.WriteAttributeString(name, value);

    private sealed class OpenGroup(XmlWriter xml) : IDisposable
    {
        public void Dispose() => xml.WriteEndElement();
    }
}
