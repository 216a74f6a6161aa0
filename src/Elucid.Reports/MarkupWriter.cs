using System.Text;
using System.Xml;

namespace Elucid.Reports;

/// <summary>
/// Writes markup that is well-formed HTML and XML at once, with every text escaped. XmlWriter would do for SVG, but it writes
/// <c>&lt;td /&gt;</c> for an empty cell, which HTML reads as an open one, and throws on the control characters that a file name may hold.
/// </summary>
internal sealed class MarkupWriter
{
    readonly StringBuilder _text = new();
    readonly Stack<string> _open = new();

    /// <summary>Opens an element; an attribute whose value is null is left out.</summary>
    public MarkupWriter Open(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(element, attributes);
        _text.Append('>');
        _open.Push(element);
        return this;
    }

    /// <summary>Closes the innermost open element.</summary>
    public MarkupWriter Close()
    {
        _text.Append("</").Append(_open.Pop()).Append(">\n");
        return this;
    }

    /// <summary>An element without content, one that is so by its nature: meta, path, circle.</summary>
    public MarkupWriter Void(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(element, attributes);
        _text.Append("/>\n");
        return this;
    }

    /// <summary>An element that holds only text.</summary>
    public MarkupWriter Element(string element, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(element, attributes).Text(text).Close();

    /// <summary>Text, escaped.</summary>
    public MarkupWriter Text(string text)
    {
        Escape(text);
        return this;
    }

    /// <summary>Markup of the product's own making: style sheets, scripts, finished drawings. Never anything of a user's.</summary>
    public MarkupWriter Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>What was written.</summary>
    /// <exception cref="InvalidOperationException">An element is still open.</exception>
    public string Finish() => _open.Count == 0
        ? _text.ToString()
        : throw new InvalidOperationException($"The element '{_open.Peek()}' is still open. Close it before finishing the document.");

    void Tag(string element, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append('<').Append(element);
        foreach ((string name, string? value) in attributes)
        {
            if (value is null)
                continue;
            _text.Append(' ').Append(name).Append("=\"");
            Escape(value);
            _text.Append('"');
        }
    }

    void Escape(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                _text.Append(c).Append(text[++i]);
                continue;
            }
            _ = c switch
            {
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '&' => _text.Append("&amp;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),
                _ => _text.Append(XmlConvert.IsXmlChar(c) ? c : '\uFFFD'),
            };
        }
    }
}
