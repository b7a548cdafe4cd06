-- Starts the user's Python for the tab CUCS of Excel for Mac, in the background: Excel answers
-- nobody while its VBA runs. Which Python: the user's own ~/.cucs/cucs.conf and nothing else.
-- Gives nothing, or the key of a message (messages.txt).
on lancer(arguments)
	set conf to (POSIX path of (path to home folder)) & ".cucs/cucs.conf"
	try
		set python to do shell script "sed -n 's/^\"INTERPRETER_MAC\",\"\\(.*\\)\"$/\\1/p' " & quoted form of conf
	on error
		return "conf_absente"
	end try
	if python does not start with "/" then return "conf_absente"
	set commande to quoted form of python & " -E -P -m cucs_xl.ribbon"
	set AppleScript's text item delimiters to " "
	repeat with argument in text items of arguments
		set commande to commande & " " & quoted form of (contents of argument)
	end repeat
	do shell script commande & " > /dev/null 2>&1 &"
	return ""
end lancer
